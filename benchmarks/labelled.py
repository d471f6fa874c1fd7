"""The labelled measures and actions: of the five real plans, and names of other places (sdg/RULES.md)."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from keikaku.audit.suggestions.subjects import Passage, Place, Subject, subjects
from keikaku.building.pipeline import Options, build
from keikaku.store.folder import Store

HERE = Path(__file__).resolve().parent / "sdg"
SHARED = Path(os.environ.get("KEIKAKU_SHARED", HERE.parents[2] / "shared"))


@dataclass(frozen=True)
class Row:
    """A labelled measure or action.

    Attributes:
        town: Municipality code, or where it was found.
        kind: "Measure" or "Action".
        subject: What is known of it.
        goals: The goals it serves.
        judged: Whether it counts in what is reported, and is not learnt from alone.
    """

    town: str
    kind: str
    subject: Subject
    goals: frozenset[str]
    judged: bool = True


def read_rows() -> list[Row]:
    """Return the labelled rows of the five plans with everything that the plans say of them."""
    with (HERE / "measures.csv").open(encoding="utf-8", newline="") as file:
        labels = {
            (row["municipality"], row["kind"], row["label"], row["context"]): row["settled"].split()
            for row in csv.DictReader(file)
        }
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        build([SHARED / "plans"], store, Options(accept=True))
        memory = store.load(vocabularies=False)
    rows, tried = [], read_trials()
    for kind in ("Measure", "Action"):
        for subject in subjects(memory, kind):
            town = re.sub(r".*/id/(\d{5})/.*", r"\1", subject.iri)
            key = (town, kind, subject.label, " < ".join(texts(subject, Place.ABOVE)))
            if key in labels:
                wanted = frozenset(labels.pop(key))
                is_tried = kind == "Measure" and (town, subject.label) in tried
                rows.append(Row(town, kind, subject, wanted, judged=not is_tried))
    if labels:
        raise SystemExit(f"labelled and not in the plans: {sorted(labels)}")
    return rows


def read_trials() -> set[tuple[str, str]]:
    """Return town and label of the measures that are learnt from and not judged."""
    with (HERE / "trials.csv").open(encoding="utf-8", newline="") as file:
        return {(row["municipality"], row["label"]) for row in csv.DictReader(file)}


def read_elsewhere(by: str) -> list[Row]:
    """Return the rows of other places: those that the labeller labelled, or those that a city did."""
    with (HERE / "elsewhere.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["source"], "Measure", named(row["label"], row["context"]), frozenset(row["goals"].split())
            )
            for row in csv.DictReader(file)
            if row["by"] == by
        ]


def read_themes(kind: str) -> list[Row]:
    """Return names of measures, or of indicators, with the policy themes that they are about."""
    with (HERE / "themes.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(row["place"], kind, named(row["label"], row["context"]), frozenset(row["themes"].split()))
            for row in csv.DictReader(file)
            if row["kind"] == kind
        ]


def named(label: str, context: str) -> Subject:
    """Return a subject of which there are only names."""
    above = [Passage(Place.ABOVE, "rdfs:label", text) for text in context.split(" < ") if text]
    return Subject(label, label, "", (Passage(Place.LABEL, "rdfs:label", label), *above))


def texts(subject: Subject, place: Place) -> list[str]:
    return [passage.text for passage in subject.passages if passage.place is place]
