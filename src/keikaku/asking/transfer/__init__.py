"""Graphs to a SPARQL server and back: the SPARQL 1.1 Graph Store protocol, or Update where a server lacks it.

A graph on a server carries one statement more than at home: ``kei:contentSha256``, the hash of the rest. It
arrives with the graph, in its last piece, so a graph whose hash and size are right has arrived whole and is not
sent again. On the way back the statement is taken away and what arrived is measured against it.
"""

from keikaku.asking.transfer.parcels import Parcel, Step, parcel, parcels
from keikaku.asking.transfer.pulling import Taken, pull, take_decisions
from keikaku.asking.transfer.pushing import Sent, push, send, states

__all__ = [
    "Parcel",
    "Sent",
    "Step",
    "Taken",
    "parcel",
    "parcels",
    "pull",
    "push",
    "send",
    "states",
    "take_decisions",
]
