"""A sample says how good the certain facts are; a plan is accepted by rule; reports from outside are answered."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.building.reports import local_name, read_reports, take
from keikaku.building.review import Review, Wanted
from keikaku.cli.reviewing import room_of
from keikaku.ground.errors import PublishingError, ReviewError, StoreError
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.open_items import Kind
from keikaku.reading.decisions.sampling import interval
from keikaku.store.folder import Store, filled
from keikaku.web.pages.bundles import available
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.browser.driving import WEB
from tests.conftest import Keikaku
from tests.review.conftest import FIRES, SATO, YAMADA
from tests.support import missing

TARGET = f"{FIRES}/Target:2028#value"


def checked(review: Review) -> Review:
    """Check the whole sample of a plan and find nothing wrong."""
    review.decide(YAMADA, [Wanted(Act.RIGHT, item.key) for item in review.open([Kind.SAMPLE])])
    review.again()
    return review


def state(review: Review) -> str:
    """Return whether a plan is proposed, declared or accepted."""
    return str(review.acceptance.state)


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    # Brown, Cai, DasGupta (2001), and the rule of three for none of n
    assert interval(0, 0) == (0.0, 1.0)
    assert [round(bound, 4) for bound in interval(5, 10)] == [0.1871, 0.8129]
    assert [round(bound, 4) for bound in interval(10, 10)] == [0.6915, 1.0]
    assert [round(bound, 5) for bound in interval(1, 300)] == [0.00008, 0.01843]
    assert interval(0, 1000)[1] == pytest.approx(3.69 / 1000, rel=0.01)


def test_the_sample_is_the_same_for_everybody_and_shrinks_as_it_is_checked(
    review: Review, folder: Path
) -> None:
    asked = [item.key for item in review.open([Kind.SAMPLE])]
    assert asked == [item.key for item in Review(folder / "plan.txt").open([Kind.SAMPLE])]
    assert asked != sorted(asked)
    review.decide(YAMADA, [Wanted(Act.RIGHT, key) for key in asked[:5]])
    review.decide(YAMADA, [Wanted(Act.WRONG, asked[5], "別の値" if "label" in asked[5] else "")])
    review.again()
    assert [item.key for item in review.open([Kind.SAMPLE])] == asked[6:]
    whole, *parts = review.rates
    assert (whole.checked, whole.wrong) == (6, 1)
    assert sum(part.checked for part in parts if part.about and not part.said) == 6  # of each class
    rules = {part.rule: part for part in parts if part.rule}
    assert sum(part.checked for part in rules.values()) == 6
    assert sum(part.wrong for part in rules.values()) == 1
    assert {*rules} == {"levels.goal", "levels.measure", "blocks.by", "tables.indicators", "others"}
    assert sum(part.facts for part in rules.values()) == whole.facts
    assert sum(part.checked for part in parts if part.said) == 6  # and of what is said of it
    assert 0 < whole.interval[0] < 1 / 6 < whole.interval[1]


def test_a_plan_is_accepted_when_nothing_is_missing_and_only_as_it_was_read(
    review: Review, reprint: Callable[[str, str], Review]
) -> None:
    review.accept(SATO)
    review.again()
    assert state(review) == "Declared"
    assert any("checked: 0 of" in str(one) for one in review.acceptance.missing)
    checked(review)
    assert state(review) == "Accepted"
    assert review.acceptance.missing == ()
    after = reprint("見守り協力者数\t30人", "見守り協力者数\t31人")
    assert state(after) == "Declared"


def test_one_error_more_than_the_rule_allows_keeps_a_plan_out(review: Review, folder: Path) -> None:
    review.decide(YAMADA, [Wanted(Act.WRONG, TARGET, "9件")])
    checked(review).accept(SATO)
    review.again()
    assert [str(one) for one in review.acceptance.missing] == ["wrong facts in the sample: 1, more than 0"]
    text = (folder / "plan.yml").read_text(encoding="utf-8")
    review.save(f"{text}review: {{sample: 5, errors: 1}}\n")
    assert state(review) == "Accepted"


def test_a_strong_finding_bars_until_a_person_says_that_it_is_printed_so(
    reprint: Callable[[str, str], Review], folder: Path, keikaku: Keikaku
) -> None:
    review = reprint("出火件数\t12件\t8件", "普及率\t80.5%\t855%\n出火件数\t12件\t8件")
    strong = review.open([Kind.CONTRADICTION])
    assert strong
    assert keikaku("check", folder / "plan.txt", "--jobs", 0).exit_code == 1
    review.decide(YAMADA, [Wanted(Act.ACCEPT, item.key) for item in strong])
    review.again()
    assert not review.open([Kind.CONTRADICTION])
    assert keikaku("check", folder / "plan.txt", "--jobs", 0).exit_code == 0


def test_an_accepted_plan_alone_is_published_and_its_pages_say_so(
    review: Review, folder: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    build(folder / "plan.txt", store, Options(jobs=0))
    with pytest.raises(StoreError, match="no plan whose reading people accepted"):
        filled(store.path, accepted_only=True)
    checked(review).accept(SATO)
    build(folder / "plan.txt", store, Options(jobs=0))
    chosen = filled(store.path, accepted_only=True)
    site = tmp_path / "site"
    publish(chosen, site, Publication(base="https://x.example/", reports="mailto:data@x.example"))
    page = (site / "doc" / "99901" / "strategy.en.html").read_text(encoding="utf-8")
    assert "accepted" in page
    sampled = review.rates[0]
    assert f"{sampled.checked} of {sampled.facts} certain facts" in page.replace("\n", " ")
    classes = [rate for rate in review.rates if rate.about and not rate.said and rate.checked]
    assert sum(rate.facts for rate in review.rates if rate.about and not rate.said) == sampled.facts
    assert classes
    for rate in (*classes, *(rate for rate in review.rates if rate.rule)):
        assert rate.rule in page
        low, high = (100 * bound for bound in rate.interval)
        assert f"{low:.2f}" in page
        assert f"{high:.1f}" in page
    before = store.path.joinpath("manifest.json").read_bytes()
    assert not any(report.changed for report in build(folder / "plan.txt", store, Options(jobs=0)))
    assert store.path.joinpath("manifest.json").read_bytes() == before


def test_an_accepted_draft_needs_no_option_to_be_seen(folder: Path, tmp_path: Path) -> None:
    (folder / "plan.yml").unlink()
    options, store = Options(jobs=0, draft=True, municipality="20207"), Store(tmp_path / "store")
    review = Review(folder / "plan.txt", options)
    build(folder / "plan.txt", store, options)
    assert not Store(store.path).documents
    review.decide(YAMADA, [Wanted(Act.ACCEPT, item.key) for item in review.open([Kind.CONTRADICTION])])
    checked(review).accept(SATO)
    review.again()
    assert review.acceptance.missing == ()
    (built,) = build(folder / "plan.txt", store, options)
    assert not built.proposed
    assert [entry.kind for entry in Store(store.path).documents.values()] == ["accepted"]


def test_a_report_goes_from_the_page_to_the_queue_and_its_answer_back(
    review: Review, folder: Path, tmp_path: Path, keikaku: Keikaku
) -> None:
    store, site = Store(tmp_path / "store"), tmp_path / "site"
    settings = Publication(base="https://x.example/", reports="mailto:data@x.example")
    build(folder / "plan.txt", store, Options(jobs=0))
    publish(store, site, settings)
    (page,) = site.rglob("出火件数-??????.html")
    links = re.findall('class="wrong-here" href="([^"]+)"', page.read_text(encoding="utf-8"))
    bodies = [parse_qs(urlsplit(html.unescape(link)).query)["body"][0] for link in links]
    addresses = [body.partition(": ")[2].partition("\r\n")[0] for body in bodies]
    at = next(at for at, one in enumerate(addresses) if unquote(one).endswith("#target/2028"))
    assert addresses[at].startswith("https://x.example/doc/")  # of the figure, not only of its page
    mail = bodies[at].replace("be: ", "be: 80件").replace("Reason: ", "Reason: p. 3")
    (tmp_path / "mail.txt").write_text(
        f"From: 鈴木 <s@y.example>\r\n\r\n{mail}\r\n-- \r\n鈴木", encoding="utf-8"
    )
    done = keikaku("decisions", folder, "--import", tmp_path / "mail.txt", "--lang", "en")
    assert "1 reports taken in of 1" in done.output
    assert "鈴木" not in (folder / "decisions.tsv").read_text(encoding="utf-8")
    assert (
        "0 reports taken in of 1"
        in keikaku("decisions", folder, "--import", tmp_path / "mail.txt", "--lang", "en").output
    )

    review.again()
    (item,) = review.open([Kind.REPORT])
    assert (item.key, item.before) == (TARGET, "8")
    review.decide(SATO, [Wanted(Act.CORRECT, TARGET, "80件")])
    review.again()
    assert not review.open([Kind.REPORT])
    build(folder / "plan.txt", store, Options(jobs=0))
    publish(store, site, settings)
    told = (site / "reports.html").read_text(encoding="utf-8")
    assert "8 → 80件" in told
    assert "有識者会議" in told


def test_reports_come_as_tables_and_json_too_and_what_is_none_is_refused(
    review: Review, tmp_path: Path
) -> None:
    address = "https://x.example/doc/99901/strategy.en.html"
    for name, text in (
        ("a.tsv", f"fact\tshould\treason\n{address}\t第2期総合戦略\tp. 1\n"),
        ("a.json", f'[{{"fact": "{address}", "should": "第2期総合戦略"}}]'),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (one,) = read_reports(tmp_path / name)
        assert one.should == "第2期総合戦略"
        assert [made.fact for made in take(review, [one])] == ["strategy#title"]
    for name, text in (("b.json", "[1"), ("b.txt", "Hello"), ("c.json", '[{"should": "x"}]')):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(ReviewError, match=name):
            read_reports(tmp_path / name)
    assert local_name(f"<{unquote(address)}>") == "99901/strategy"


def test_reports_are_taken_into_the_queue_where_the_desk_is_opened(
    review: Review, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    came = tmp_path / "came.tsv"
    came.write_text("fact\tshould\nhttps://x.example/doc/99901/strategy.html\t第2期総合戦略\n", "utf-8")
    if "desk" not in available():
        missing("The web bundles are", WEB)
    room = room_of([folder / "plan.txt"], Options(), "en", reports=came)
    assert "1 reports taken in of 1" in capsys.readouterr().err
    with room.opened(1).held() as held:
        assert [item.key for item in held.open([Kind.REPORT])] == ["strategy#title"]


def test_reports_go_only_to_mail_or_the_web() -> None:
    for wrong in ("javascript:alert(1)", "mailto:a@b.example?bcc=c@d.example", "data@x.example"):
        with pytest.raises(PublishingError):
            Publication(base="https://x.example/", reports=wrong)


def test_corrections_of_others_can_be_applied(
    review: Review, folder: Path, tmp_path: Path, keikaku: Keikaku
) -> None:
    review.decide(YAMADA, [Wanted(Act.CORRECT, TARGET, "80件"), Wanted(Act.RIGHT, f"{FIRES}#label")])
    exported = tmp_path / "corrections.tsv"
    assert keikaku("decisions", folder, "--export", exported).exit_code == 0
    (folder / "decisions.tsv").unlink()
    assert (
        "1 decisions of others" in keikaku("decisions", folder, "--import", exported, "--lang", "en").output
    )
    after = Review(folder / "plan.txt")
    assert [one.decision.after for one in after.reviewed.applied.values()] == ["80件"]
    assert (
        "0 decisions of others" in keikaku("decisions", folder, "--import", exported, "--lang", "en").output
    )


def test_names_are_published_only_where_plan_yml_says_so(review: Review, folder: Path) -> None:
    review.decide(YAMADA, [Wanted(Act.ACCEPT, TARGET)])
    review.again()
    assert not any("山田" in line for line in review.loaded.lines)
    text = (folder / "plan.yml").read_text(encoding="utf-8")
    review.save(f"{text}review: {{names: true}}\n")
    assert any("山田花子" in line for line in review.loaded.lines)
    (folder / "reviewers.yml").unlink()
    review.again()
    assert set(review.reviewed.applied) == {TARGET}
