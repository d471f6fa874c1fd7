"""Errors of what people decide about readings: the file of their decisions, and what it is told."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class ReviewError(KeikakuError):
    """Decisions that cannot be taken."""


class DecisionsError(ReviewError):
    """A file of decisions that does not say what it must."""

    en = "{path}:{line}: {key}: {detail}"
    ja = "{path}:{line}: {key}: {detail_ja}"


class NoSuchDecisionError(ReviewError):
    """An id that no decision has."""

    en = "{path}: there is no decision {id}; `keikaku decisions` lists them."
    ja = "{path}: {id} という判断はありません。`keikaku decisions` で一覧を見られます。"


class RefusedDecisionError(ReviewError):
    """A decision that does not fit the fact that it is about."""

    en = "{fact}: {detail}"
    ja = "{fact}: {detail_ja}"


class RefusedEditError(ReviewError):
    """A change to plan.yml that cannot be made there."""

    en = "plan.yml: {detail}"
    ja = "plan.yml: {detail_ja}"


class ReportsError(ReviewError):
    """A file of reports from outside that cannot be understood."""

    en = "{path}: {detail}"
    ja = "{path}: {detail_ja}"
