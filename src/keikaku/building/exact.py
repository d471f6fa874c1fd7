"""What an accepted document gives, written down as what it must give: a later reading that gives less is told."""

from __future__ import annotations

from typing import get_args

from keikaku.building.inputs import find_documents
from keikaku.building.report import count_classes
from keikaku.building.review import Review
from keikaku.reading.decisions.acceptance import State
from keikaku.reading.gestures.plan_text import PlanText
from keikaku.reading.gestures.pointing import yields
from keikaku.reading.planfile import Counted


def exact_yields(review: Review) -> str | None:
    """Return plan.yml with the yields of an accepted document made exact.

    None where the document is not accepted, plan.yml says so already, or it may read others too, which give something else:
    it does not lie beside the document, or beside several.
    """
    document, plan = review.document.path.resolve(), review.plan_path.resolve()
    folder = document if document.is_dir() else document.parent
    is_own = plan.parent == folder and len(find_documents(folder)) == 1
    if review.acceptance.state is not State.ACCEPTED or not is_own:
        return None
    counts = count_classes(review.loaded.lines)
    text = yields(
        PlanText(review.plan_text, plan), {name: counts[name] for name in get_args(Counted) if name in counts}
    ).text
    return text if text != review.plan_text else None
