"""The words and rules of selling: money, tax, catalogue, ticket, sale, receipt.

Everything here is a frozen value or a pure function. It reads no clock, no file, no network, no language.
A transition returns a new value or raises `TillError`. Layers above import it; it imports only the
standard library.
"""
