"""Where the decisions about a document lie: beside its plan.yml, and beside the document itself."""

from __future__ import annotations

import os
from pathlib import Path

from keikaku.ground import content
from keikaku.reading.decisions.decision import Decision
from keikaku.reading.decisions.register import Register
from keikaku.reading.decisions.reviewers import names


def registers(document: Path, plan: Path | None) -> list[Register]:
    """Return the registers that may hold decisions about a document; the first is where new ones go.

    New ones go beside plan.yml, where that folder can be written; beside the document where it has no plan.yml of its
    own, or is read by a loader that came with keikaku.

    Args:
        document: The document, a file or a folder that is one.
        plan: The plan.yml that reads it, None for a draft.
    """
    own = document if document.is_dir() else document.parent
    beside = plan.parent if plan else own
    theirs = content.folder("loaders").resolve() in beside.resolve().parents or not os.access(beside, os.W_OK)
    folders = [own, beside] if theirs else [beside, own]
    unique = {folder.resolve(): folder for folder in folders}
    return [Register(folder) for folder in unique.values()]


def decisions_about(document: Path, plan: Path | None) -> list[Decision]:
    """Return the decisions that may be about a document, in the order in which they were made.

    Raises:
        ReviewError: A line of a file does not say what it must.
    """
    found = {one.id: one for register in registers(document, plan) for one in register.read()}
    return sorted(found.values(), key=lambda one: (one.at, one.id))


def names_about(document: Path, plan: Path | None) -> dict[str, str]:
    """Return the names that are kept beside a document's decisions, by the ids of the reviewers.

    Raises:
        UnreadableError: A file of names cannot be read.
    """
    return {id_: name for one in registers(document, plan) for id_, name in names(one.path.parent).items()}
