"""A plain matcher in the place of a model: which tool and parameters the words of a question fit best.

It knows nothing but the names, titles, descriptions and schemas that every assistant is given, so that their wording is
tested without a model: rare words weigh more than frequent ones, and that is all.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from keikaku.ground.text.folding import key
from keikaku.web.server.assistant.tools import Tool

_QUOTED = re.compile(r"「([^」]+)」|\"([^\"]+)\"")
_NEAR = 14  # characters beside a quotation that say what it is


def words(text: str) -> set[str]:
    """Return the words of a text: English ones without their endings, Japanese ones as pairs of characters."""
    folded = key(text)
    latin = {re.sub(r"(?:ies|es|s|ed|ing)$", "", one) for one in re.findall(r"[a-z]+", text.lower())}
    runs = re.findall(r"[^\x00-\x7f\s、。・「」()／]+", folded)
    return latin | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


class Matcher:
    """Finds tools.

    Args:
        tools: Those that there are.
    """

    def __init__(self, tools: Mapping[str, Tool]) -> None:
        self._tools = tools
        self._titles = {name: words(f"{name} {one.title}") for name, one in tools.items()}
        self._all = {
            name: self._titles[name] | words(one.description + str(self._said(one)))
            for name, one in tools.items()
        }
        seen = Counter(word for held in self._all.values() for word in held)
        self._weight = {word: math.log(len(tools) / count) + 0.1 for word, count in seen.items()}

    def best(self, question: str) -> tuple[str, dict[str, str]]:
        """Return the name of the tool that fits best, and the parameters that it is given."""
        asked = words(_QUOTED.sub(" ", question))

        def score(name: str) -> float:
            inside = sum(self._weight.get(word, 0) for word in asked & self._all[name])
            title = asked & self._titles[name]
            strange = sum(self._weight[word] for word in self._titles[name] - asked)
            needed = len(self._tools[name].input["required"]) > len(_QUOTED.findall(question)) + (
                "SDG " in question
            )
            return inside + sum(self._weight[word] for word in title) - 0.3 * strange - 10 * needed

        name = max(sorted(self._tools), key=score)
        return name, self.parameters(self._tools[name], question)

    @staticmethod
    def _said(tool: Tool) -> list[str]:
        return [str(one.get("description", "")) for one in tool.input["properties"].values()]

    def parameters(self, tool: Tool, question: str) -> dict[str, str]:
        """Return what a question gives a tool: quotations by the words beside them, years, goals of the SDGs."""
        given: dict[str, str] = {}
        schemas: dict[str, Any] = tool.input["properties"]
        texts = [
            name for name, one in schemas.items() if one.get("type") == "string" and "pattern" not in one
        ]
        for found in _QUOTED.finditer(question):
            beside = (
                question[max(0, found.start() - _NEAR) : found.start()] + " " + question[found.end() :][:4]
            )
            near = words(_QUOTED.sub(" ", beside))

            def fits(name: str, near: set[str] = near) -> tuple[int, bool]:
                return len(near & words(f"{name} {schemas[name]['description']}")), name in tool.input[
                    "required"
                ]

            free = [name for name in texts if name not in given]
            if free:
                given[max(free, key=fits)] = found[1] or found[2]
        if "year" in schemas and (year := re.search(r"\b[12][0-9]{3}(?![0-9])", question)):
            given["year"] = year[0]
        if "sdg" in schemas and (goal := re.search(r"SDG ?([0-9]{1,2})", question)):
            given["sdg"] = f"sdg:{goal[1]}"
        return given
