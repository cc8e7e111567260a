"""Virtual hardware behind real wire protocols, and the workbench page that shows it.

A process of its own, so that it survives the till it is asked to kill. It knows nothing of sales or tickets:
it sees the bytes a real printer, display, scale or scanner would see, and nothing else.
"""
