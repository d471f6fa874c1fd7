"""The data cube of a plan's figures: which data set a figure is in, and what is said of both.

A structure (``ontology/structures.ttl``) asks for a value of each of its dimensions and of its measure, so that figures
without a single number, and those without a year, have data sets of their own.
"""

from __future__ import annotations

from keikaku.graph.nquads import DCT, QB, TYPE, kei
from keikaku.reading.model import Observation

_STRUCTURE = "https://w3id.org/keikaku/structure/"

Pairs = list[tuple[str, str]]


def data_set(plan: str, observation: Observation) -> tuple[str, str]:
    """Return the data set of a figure and the local name of its structure, "" for one that has neither number nor print.

    Args:
        plan: IRI of the plan, in angle brackets.
        observation: The figure.
    """
    has_value = observation.value is not None
    if observation.fiscal_year and has_value:
        return f"{plan[:-1]}/figures>", "figures"
    if not observation.as_printed:
        return "", ""
    if observation.fiscal_year:
        return f"{plan[:-1]}/figures-in-words>", "figuresInWords"
    return f"{plan[:-1]}/undated-figures>", "undatedFigures"


def described(plan: str, structure: str) -> Pairs:
    """Return what is said of a data set."""
    return [
        (TYPE, f"<{QB}DataSet>"),
        (f"<{QB}structure>", f"<{_STRUCTURE}{structure}>"),
        (f"<{DCT}isPartOf>", plan),
    ]


def within(data_set: str, indicator: str, role: str) -> Pairs:
    """Return what is said of a figure that is in a data set.

    Args:
        data_set: The data set, in angle brackets.
        indicator: The indicator, likewise.
        role: The local name of the class of the figure.
    """
    return [
        (TYPE, f"<{QB}Observation>"),
        (f"<{QB}dataSet>", data_set),
        (kei("figureOf"), indicator),
        (kei("figureRole"), kei(role)),
    ]
