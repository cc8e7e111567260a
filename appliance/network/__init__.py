"""The radio of the box: which Wi-Fi is here, and how joining one went.

Used by the watchdog alone: the till never touches the network. `wifi` and `connection` are pure; `networkmanager` and
its `radio` are all of the box that speaks D-Bus to the system's network. Knows nothing of selling.
"""
