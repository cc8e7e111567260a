"""Makes the SD-card image of a box out of this repository and Debian.

Runs on the builder only; nothing in here is installed on a box. It must not know how a box is configured: that is
the roles' business (`ansible/`). It knows how a root file system comes to be and how it gets onto a card.
"""
