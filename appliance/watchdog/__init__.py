"""The second process of the box: it carries facts to the back office and brings the catalogue back.

It owns no truth. Whatever it knows it was told by the till (over a unix socket) or by the back office; killing
it at any moment loses nothing and disturbs no sale. `pump` and `streams` decide, everything else acts.
"""
