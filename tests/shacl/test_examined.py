"""What the queries of the shapes look at is shipped, so that a build parses none of them."""

from __future__ import annotations

import subprocess
import sys

from keikaku.validation import own
from keikaku.validation.shacl.examined import key_of, known
from tests.support import ROOT


def test_what_is_shipped_is_current() -> None:
    tool = "tools/make_examined.py"
    done = subprocess.run([sys.executable, tool, "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, f"python {tool}"


def test_every_query_of_the_shapes_is_known() -> None:
    asked = own.compiled().wanted.seen
    assert asked
    assert {key_of(text, bound) for text, bound in asked} == known().keys()


def test_another_query_is_another_one() -> None:
    text, bound = next(iter(own.compiled().wanted.seen))
    assert key_of(text + " ", bound) not in known()
    assert key_of(text, {*bound, "more"}) not in known()
