"""The terms that data is made of: the ontology's names, its code lists, and the local governments.

What stands in ``ontology/`` is read when it is first asked for, and kept.
"""

from typing import TYPE_CHECKING

from keikaku.ground.vocab.code_lists import (
    Code,
    code_description,
    codes,
    common_rating,
    concept,
    indicator_kind,
    is_code,
    plan_kind,
    project_status,
)
from keikaku.ground.vocab.former import Former, former, founded, history, successors
from keikaku.ground.vocab.municipalities import (
    INVENTED,
    Municipality,
    find_municipalities,
    municipalities_by_prefecture,
    municipalities_like,
    municipality,
)
from keikaku.ground.vocab.names import DEFAULT_BASE, PREFIXES
from keikaku.ground.vocab.ontology import Term, terms

if TYPE_CHECKING:
    from keikaku.ground.vocab.namespaces import KEI, SDG, SDGO

__all__ = [
    "DEFAULT_BASE",
    "INVENTED",
    "KEI",
    "PREFIXES",
    "SDG",
    "SDGO",
    "Code",
    "Former",
    "Municipality",
    "Term",
    "code_description",
    "codes",
    "common_rating",
    "concept",
    "find_municipalities",
    "former",
    "founded",
    "history",
    "indicator_kind",
    "is_code",
    "municipalities_by_prefecture",
    "municipalities_like",
    "municipality",
    "plan_kind",
    "project_status",
    "successors",
    "terms",
]


def __getattr__(name: str) -> object:
    """Load the names of terms when they are first asked for: they are rdflib's."""
    if name in ("KEI", "SDG", "SDGO"):
        from keikaku.ground.vocab import namespaces

        return getattr(namespaces, name)
    raise AttributeError(name)
