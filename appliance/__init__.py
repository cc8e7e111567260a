"""Tillbox, the box at the stall: a till that keeps selling when the Internet does not."""

__version__ = "0.1.0"
