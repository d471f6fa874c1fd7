"""Templates are compiled for one language each, and say what Jinja's own compiler makes them say."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from keikaku.ground.messages import Language
from keikaku.web.pages.rendering import shown, templates

SOURCE = """
{% macro item(one, last=false) %}<li title="{{ one }}">{{ both("前：" ~ one, "before: " ~ one) }}{{ "" if last else "・" }}</li>{% endmacro %}
{% for one in values %}{{ item(one, last=loop.last) }}{% endfor %}
{{ both("はい", "<yes>") }} {{ language }} {{ names[language] }} {{ values|join("|") }} {{ markup }} {{ number }} {{ none }}
{% if language == "ja" %}日{% else %}{{ pick(*values[:2], **{"third": 3}) }}{% endif %}
"""
VALUES = ['a"b', "<i>", "'", "&amp;", ""]


def values(language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "both": lambda ja, en: ja if language == "ja" else en,
        "names": {"ja": "名<", "en": "name<"},
        "values": VALUES,
        "markup": Markup("<b>&</b>"),
        "number": 12,
        "pick": lambda one, other, third: f"{other}{one}{third}",
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_template_says_what_it_says_in_jinja(language: Language) -> None:
    plain = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    expected = plain.from_string(SOURCE).render(values(language))
    assert templates(language).from_string(SOURCE).render(values(language)) == expected
    assert "&lt;i&gt;" in expected


@pytest.mark.parametrize("text", ["{{ lost }}", "{{ lost() }}", "{{ names.lost.more }}"])
def test_what_nobody_gives_is_an_error(text: str) -> None:
    with pytest.raises(UndefinedError):
        templates("ja").from_string(text).render(values("ja"))


def test_what_documents_print_stays_text() -> None:
    assert shown("<script>&'\"") == "&lt;script&gt;&amp;&#39;&#34;"
    assert shown(Markup("<b>")) == "<b>"
    assert [shown("町の計画"), shown(7), shown(None)] == ["町の計画", "7", "None"]
