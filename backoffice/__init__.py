"""The owner's back office. It shares nothing with the box but docs/protocol.md."""

__version__ = "0.1.0"
