"""Errors of shapes and of validating against them."""

from __future__ import annotations

from keikaku.ground.errors.base import KeikakuError


class ShapesError(KeikakuError):
    """Shapes that nothing can be validated against."""


class UnsupportedShapesError(ShapesError):
    """Shapes that use what keikaku's own validator does not know."""

    en = "The shape {shape} uses {what}, which keikaku's own validator does not support; --validator pyshacl may."
    ja = "シェイプ {shape} が使う {what} は、keikaku の検証器では扱えません。--validator pyshacl で試してください。"


class RecursiveShapesError(ShapesError):
    """Shapes that lead back to themselves."""

    en = (
        "The shape {shape} leads back to itself ({way}); SHACL leaves open what that means, so it is not run."
    )
    ja = (
        "シェイプ {shape} は自分自身に戻ります({way})。SHACL ではその意味が定まっていないため、実行しません。"
    )


class IllFormedShapesError(ShapesError):
    """Shapes that break a syntax rule of SHACL."""

    en = "The shape {shape} is not well-formed: {detail}."
    ja = "シェイプ {shape} は SHACL として正しくありません: {detail_ja}。"


class UnsafePatternError(ShapesError):
    """A regular expression that could run for ever, or fill the memory."""

    en = "The pattern {pattern!r} of the shape {shape} cannot be run in bounded time and memory ({why}); write it without references back, look-around and large repetitions."
    ja = "シェイプ {shape} の正規表現 {pattern!r} は、時間とメモリーの上限内で実行できません({why})。後方参照・先読み・大きな繰り返しを使わずに書いてください。"


class OutwardShapesError(ShapesError):
    """A query of the shapes that would fetch something."""

    en = "The shape {shape} has a query that reaches outside the graph ({words}); it is not run here."
    ja = "シェイプ {shape} のクエリがグラフの外を参照しています({words})。ここでは実行しません。"


class NotAGraphError(ShapesError):
    """A file that is not RDF."""

    en = "{path}: this is no {format} ({why})."
    ja = "{path}: {format} として読めません({why})。"


class FailedValidationError(ShapesError):
    """A validator that gave up."""

    en = "{validator} could not validate: {why}."
    ja = "{validator} は検証できませんでした: {why}。"
