"""keikaku's validator against pyshacl on random graphs under random shapes."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings

from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.engine import run
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.peers import by_pyshacl, n_triples
from tests.shacl.made_up import graphs, shapes
from tests.shacl.suite import key


def counted(found: list[Result], of: Graph) -> Counter[tuple[object, ...]]:
    return Counter((*key(of, result), result.messages) for result in found)


@settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs(), shapes())
def test_both_find_the_same(data: Graph, rules: Graph) -> None:
    ours = counted(run(Shapes(rules), data), rules)
    theirs = counted(by_pyshacl(rules, data), rules)
    assert ours == theirs, f"{n_triples(data)}\n{n_triples(rules)}"
