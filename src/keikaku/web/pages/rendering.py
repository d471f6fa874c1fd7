"""Templates made ready for one language: what a page says is decided when a template is compiled, not on each page.

A country has a million pages. Of the time that Jinja takes for one, most goes into calls through its context, into
escaping what needs none, and into asking for the language, which is the same for every page of a template's kind.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Language

_FOLDER = Path(__file__).parent / "templates"
_SPECIAL = re.compile("[&<>'\"]")


def shown(value: object) -> str:
    """Return a value as it stands in HTML; most texts stand as they are."""
    if type(value) is str:
        return str(escape(value)) if _SPECIAL.search(value) else value
    if type(value) is Markup:
        return value
    return str(escape(value))


class _OneLanguage(NodeTransformer):
    """Puts the language into a template: its name, and of ``both(ja, en)`` the one of the two."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 (Jinja calls it so)
        if node.name == "language" and node.ctx == "load":
            return nodes.Const(self._language, lineno=node.lineno)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (Jinja calls it so)
        if isinstance(node.node, nodes.Name) and node.node.name == "both" and len(node.args) == 2:
            chosen: nodes.Node = self.visit(node.args[0 if self._language == "ja" else 1])
            return chosen
        return self.generic_visit(node)


class _Code(CodeGenerator):
    """Writes calls and texts as Python has them: no function here asks for Jinja's context."""

    environment: _Templates

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 (Jinja calls it so)
        super().visit_Template(_OneLanguage(self.environment.language).visit(node), frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 (Jinja calls it so)
        """Write a call without Jinja's context between."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, *_about: Any) -> None:
        self.write("environment.shown(")


class _Templates(Environment):
    code_generator_class = _Code
    shown = staticmethod(shown)

    def __init__(self, language: Language) -> None:
        self.language = language
        super().__init__(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.tests["address"] = is_address


@cache
def templates(language: Language) -> Environment:
    """Return the templates of pages in a language, each compiled once by a process.

    Args:
        language: Of the pages.
    """
    return _Templates(language)
