"""The backup stick: every committed fact also stands, encrypted, on a USB stick.

A process of its own, which asks the till as the watchdog does. Owns no truth; a stick that fails disturbs no sale.
The format of what is written is said in docs/stick.md.
"""
