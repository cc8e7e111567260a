"""The use cases of the till: intents in, durable facts, snapshots out.

Everything that sells lives here. It touches no network, no file and no device: the store, the clock and the
devices come in as ports, and whoever draws the screen asks for a snapshot.
"""

from appliance.till.back_office import BackOffice
from appliance.till.box import Box
from appliance.till.till import Till

__all__ = ["BackOffice", "Box", "Till"]
