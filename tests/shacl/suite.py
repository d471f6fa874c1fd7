"""The W3C's SHACL test suite: its manifests, and what each test expects."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keikaku.ground.errors import KeikakuError
from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.engine import run
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.paths import read_path
from keikaku.validation.shacl.report import results_of
from keikaku.validation.shacl.sources import read_graph
from keikaku.validation.shacl.terms import TRUE, is_blank, lexical, sh
from tests.support import missing

_MF = "<http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#{}>"
_SHT = "<http://www.w3.org/ns/shacl-test#{}>"

Key = tuple[str | None, ...]
Validate = Callable[[Graph, Graph], list[Result]]


@dataclass(frozen=True)
class Case:
    """A test of the suite.

    Attributes:
        name: Its path in the suite.
        manifest: The graph that describes it.
        node: Its node there.
        file: Its file.
    """

    name: str
    manifest: Graph
    node: str
    file: Path

    def graph(self, which: str) -> Graph:
        action = self.manifest.objects(self.node, _MF.format("action"))[0]
        address = self.manifest.objects(action, _SHT.format(which))[0]
        own = address == f"<{self.file.as_uri()}>"
        return self.manifest if own else read_graph([Path(lexical(address).removeprefix("file://"))])

    def outcome(self, validate: Validate) -> str:
        """Return "pass", or in words what differs."""
        [wanted] = self.manifest.objects(self.node, _MF.format("result"))
        shapes, data = self.graph("shapesGraph"), self.graph("dataGraph")
        try:
            found = Counter(key(shapes, result) for result in validate(shapes, data))
        except KeikakuError as error:
            return "pass" if wanted == _SHT.format("Failure") else str(error)
        if wanted == _SHT.format("Failure"):
            return "a failure was expected"
        expected = Counter(key(self.manifest, result) for result in self._expected(wanted))
        conforms = TRUE in self.manifest.objects(wanted, sh("conforms"))
        if conforms is not (not found):
            return f"sh:conforms should be {conforms}"
        return "pass" if found == expected else f"missing {expected - found}, extra {found - expected}"

    def _expected(self, report: str) -> list[Result]:
        nodes = self.manifest.objects(report, sh("result"))
        only = {**self.manifest.columns, sh("result"): {report: nodes}}
        return results_of(Graph(only), self.manifest)


def key(shapes: Graph, result: Result) -> Key:
    """Return what of a result the suite compares; a blank node stands for any, a path for its SPARQL."""
    path = result.path
    if path and is_blank(path):
        path = read_path(shapes, path, result.shape).sparql()
    nodes = (result.focus, result.value, result.shape)
    return (
        *("_" if node and is_blank(node) else node for node in nodes),
        path,
        result.component,
        result.severity,
    )


def ours(shapes: Graph, data: Graph) -> list[Result]:
    return run(Shapes(shapes), data)


def cases(manifest: Path, root: Path) -> Iterator[Case]:
    """Yield the tests of a manifest and of those that it includes."""
    graph = read_graph([manifest])
    for included in graph.column(_MF.format("include")).values():
        for address in included:
            yield from cases(Path(lexical(address).removeprefix("file://")), root)
    for heads in graph.column(_MF.format("entries")).values():
        for node in graph.items(heads[0]) or ():
            name = manifest.relative_to(root).with_suffix("").as_posix()
            yield Case(name, graph, node, manifest)


@cache
def folder() -> Path:
    """Return the folder of the suite; skip without it, but fail in CI."""
    place = os.environ.get("KEIKAKU_SHACL_SUITE", "")
    if not place or not (Path(place) / "manifest.ttl").is_file():
        missing("The W3C's SHACL test suite", "sh tools/test-shacl-suite.sh, then set KEIKAKU_SHACL_SUITE")
    return Path(place).resolve()
