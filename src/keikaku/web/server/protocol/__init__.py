"""The SPARQL 1.1 Protocol, for queries."""

from __future__ import annotations

from keikaku.web.server.protocol.endpoint import sparql_app

__all__ = ["sparql_app"]
