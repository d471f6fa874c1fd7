"""The SPARQL 1.1 Protocol, for queries."""

from __future__ import annotations

from keikaku.serving.protocol.app import sparql_app

__all__ = ["sparql_app"]
