"""The device side of the box: one worker thread per device, speaking plain bytes over a link.

No request handler ever waits here, and nothing here decides about money: a failed device
shows on the screen and never holds up a sale.
"""
