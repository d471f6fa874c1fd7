"""Shards of a country on two servers answer as the whole: `benchmarks/shards.py` at this size; a hundred municipalities there."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.asking import transfer
from keikaku.asking.sources.endpoint import Endpoint, Memory
from tests.servers.running import Server
from tests.support import ROOT

pytestmark = pytest.mark.xdist_group("virtuoso")


def test_two_servers_with_a_half_each_answer_as_the_whole(
    oxigraph: Server, virtuoso: Server, login: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    import shards

    whole, parts = shards.shards(tmp_path, 2)
    for store, server in zip(parts, (oxigraph, virtuoso), strict=True):
        server.clear()
        transfer.push(store, server.places)
    sources = [Endpoint(server.places.query) for server in (oxigraph, virtuoso)]
    told = list(shards.asked(Memory(whole.load(), "whole"), sources))
    assert [one.name for one in told if not one.same or not one.rows] == []
    # One of the two alone has less to say: both were asked.
    alone = list(shards.asked(Memory(whole.load(), "whole"), sources[:1], ["plans"]))
    assert not alone[0].same
