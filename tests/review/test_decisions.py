"""What a person decides is kept, done at every reading, taken back, and asked again where the print changed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.building.review import Review, Wanted
from keikaku.ground.errors import NoReviewerError, ReviewError
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.open_items import Kind
from keikaku.reading.decisions.register import Register
from keikaku.validation import validate
from tests.conftest import Keikaku
from tests.review.conftest import CREW, FIRES, LEAD, SATO, YAMADA

TARGET, CREW_TARGET, BASELINE = (
    f"{FIRES}/Target:2028#value",
    f"{CREW}/Target:2028#value",
    f"{FIRES}/Baseline:2023#value",
)


def figure(review: Review, key: str) -> Decimal | None:
    """Return the figure that the reading holds now where a key was read."""
    record = review.reviewed.claims[key].record
    held = [one for indicator in review.reading.indicators for one in indicator.observations]
    return next((one.value for one in held if one is record), None)


def test_a_correction_is_done_at_every_reading_and_keeps_the_print(review: Review, folder: Path) -> None:
    review.decide(YAMADA, [Wanted(Act.CORRECT, CREW_TARGET, "150人以上")])
    review.again()
    assert figure(Review(folder / "plan.txt"), CREW_TARGET) == 150
    node = next(line.split(" ")[0] for line in review.loaded.lines if '#value> "150"' in line)
    said = {
        line.removeprefix(node).rsplit(" <", 1)[0] for line in review.loaded.lines if line.startswith(node)
    }
    kei = "https://w3id.org/keikaku/ns#"
    assert f' <{kei}comparator> "ge"' in said
    assert f' <{kei}asPrinted> "1S0人"' in said
    assert f" <{kei}readingStatus> <{kei}Reviewed>" in said
    (activity,) = [one.split(" <")[2].rstrip(">") for one in said if "wasInfluencedBy" in one]
    about = [line for line in review.loaded.lines if line.startswith(f"<{activity}>")]
    assert any('readAfter> "150人以上"' in line for line in about)
    assert any("reviewer/k-yamada>" in line for line in about)
    assert any("prov#used" in line and "line=8,9" in line for line in about)
    assert not any("山田" in line for line in review.loaded.lines)
    assert not [one.en for one in validate(review.loaded.lines) if one.severity == "Violation"]


def test_what_is_accepted_stays_and_says_who_answers(review: Review) -> None:
    review.decide(YAMADA, [Wanted(Act.ACCEPT, key) for key in (TARGET, CREW_TARGET)])
    review.again()
    assert figure(review, TARGET) == 8
    reviewed = {one.claim.key for one in review.reviewed.applied.values() if one.claim.record.reviewed}
    assert reviewed == {TARGET, CREW_TARGET}
    assert not review.open([Kind.DOUBTFUL])


def test_what_is_no_fact_is_not_stored_and_nobody_is_asked_again(review: Review) -> None:
    before = len(review.reading.indicators)
    review.decide(
        YAMADA,
        [
            Wanted(Act.REJECT, f"{CREW}#label"),
            Wanted(Act.REJECT, LEAD),
            Wanted(Act.REJECT, next(item.key for item in review.open([Kind.UNREAD]))),
        ],
    )
    change = review.again()
    assert len(review.reading.indicators) == before - 1
    assert not any(
        "防災課" in line or "消防団員" in line.replace("消防団員数#", "") for line in stated(review)
    )
    assert change.unread == -1
    assert not review.open([Kind.UNREAD, Kind.AGAIN, Kind.DOUBTFUL])


def stated(review: Review) -> list[str]:
    """Return the quads that state facts: not those that tell of decisions."""
    return [line for line in review.loaded.lines if "#decision-" not in line.split(" ")[0]]


def test_what_nobody_can_read_is_unreadable_and_not_absent(review: Review) -> None:
    review.decide(YAMADA, [Wanted(Act.UNREADABLE, TARGET), Wanted(Act.UNREADABLE, LEAD)])
    review.again()
    lost = [line for line in review.loaded.lines if "unreadableProperty" in line]
    assert sorted(line.split("> <")[2].split("#")[1].split(">")[0] for line in lost) == [
        "leadDepartment",
        "value",
    ]
    assert not any('#value> "8"' in line for line in review.loaded.lines)
    assert not [one.en for one in validate(review.loaded.lines) if one.severity == "Violation"]


def test_an_undo_takes_back_and_can_be_taken_back(review: Review) -> None:
    (made,) = review.decide(YAMADA, [Wanted(Act.CORRECT, TARGET, "9件")])
    review.again()
    assert figure(review, TARGET) == 9
    (undo,) = review.undo(SATO, [made.id])
    assert figure(review, TARGET) == 8
    with pytest.raises(ReviewError, match=made.id):
        review.undo(YAMADA, [made.id])
    review.undo(YAMADA, [undo.id])
    assert figure(review, TARGET) == 9
    assert [one.act for one in review.decisions] == [Act.CORRECT, Act.UNDO, Act.UNDO]


def test_another_edition_asks_again_only_where_the_passage_changed(
    review: Review, reprint: Callable[[str, str], Review]
) -> None:
    review.decide(YAMADA, [Wanted(Act.ACCEPT, key) for key in (TARGET, BASELINE, LEAD)])
    after = reprint("出火件数\t12件\t8件", "出火件数\t12件\t7件")
    assert set(after.reviewed.applied) == {LEAD}
    asked = after.open([Kind.AGAIN])
    assert {item.key for item in asked} == {TARGET, BASELINE}
    (target,) = [item for item in asked if item.key == TARGET]
    assert "8" in target.en
    assert "7" in target.en
    assert figure(after, TARGET) == 7


def test_a_decision_follows_its_fact_under_another_heading(
    review: Review, reprint: Callable[[str, str], Review]
) -> None:
    review.decide(YAMADA, [Wanted(Act.CORRECT, CREW_TARGET, "150人")])
    after = reprint("基本目標1 安心して暮らせるまち", "基本目標1 安心なまち")
    moved = CREW_TARGET.replace("安心して暮らせるまち", "安心なまち")
    assert after.reviewed.applied[moved].moved
    assert figure(after, moved) == 150


def test_what_another_reader_reads_is_not_accepted_in_silence(review: Review, folder: Path) -> None:
    review.decide(YAMADA, [Wanted(Act.ACCEPT, TARGET)])
    text = (folder / "plan.yml").read_text(encoding="utf-8")
    review.save(text.replace("heads: [target]}", "heads: [target], years: {target: 2030}}"))
    assert figure(review, TARGET) == 8
    (folder / "plan.yml").write_text(
        text.replace("plans:", "repairs:\n  - {print: 8件, reading: 18件, because: a test}\nplans:"),
        encoding="utf-8",
    )
    review.again()
    assert figure(review, TARGET) == 18
    assert [item.key for item in review.open([Kind.AGAIN])] == [TARGET]


def test_two_people_both_stay_and_their_difference_is_asked(review: Review, folder: Path) -> None:
    other = Review(folder / "plan.txt")
    review.decide(YAMADA, [Wanted(Act.CORRECT, CREW_TARGET, "150人")])
    other.decide(SATO, [Wanted(Act.CORRECT, CREW_TARGET, "180人")])
    review.again()
    assert figure(review, CREW_TARGET) == 180
    (item,) = review.open([Kind.DISAGREEMENT])
    assert "150人" in item.ja
    assert "180人" in item.ja
    other.decide(YAMADA, [Wanted(Act.CORRECT, CREW_TARGET, "180人")])
    review.again()
    assert not review.open([Kind.DISAGREEMENT])


def test_nothing_is_lost_where_many_write_at_once(review: Review, folder: Path) -> None:
    def decide(number: int) -> None:
        one = Wanted(Act.ACCEPT, TARGET, note=f"{number}")
        Review(folder / "plan.txt").decide(YAMADA, [one, one])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decide, range(8)))
    held = review.decisions
    assert sorted(one.note for one in held) == sorted(f"{number}" for number in range(8) for _ in range(2))
    assert len({one.at for one in held}) == 16


def test_git_keeps_the_lines_of_both_and_no_name(review: Review, folder: Path) -> None:
    def git(*command: str) -> str:
        about = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        done = subprocess.run(
            ["git", *about, *command], cwd=folder, check=True, capture_output=True, text=True
        )
        return done.stdout

    git("init", "-q", "-b", "main")
    review.decide(YAMADA, [Wanted(Act.ACCEPT, TARGET)])
    git("add", ".")
    git("commit", "-qm", "one")
    assert "reviewers.yml" not in git("ls-files")
    git("checkout", "-qb", "other")
    review.decide(SATO, [Wanted(Act.ACCEPT, LEAD)])
    git("commit", "-qam", "two")
    git("checkout", "-q", "main")
    review.decide(YAMADA, [Wanted(Act.ACCEPT, BASELINE)])
    git("commit", "-qam", "three")
    git("merge", "-q", "other", "-m", "merged")
    assert {one.fact for one in review.decisions} == {TARGET, LEAD, BASELINE}


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("accept", "maybe", "act"),
        ("k-yamada", "", "reviewer"),
        ("企画課", "", "role"),
        ("\taccept\t", "\treject\t", "id"),
        ("{hash}", "0123456789abcdef", "id"),
        ("{hash}", "xyz", "hash"),
        ("\tplan.txt\t", "\tplan.txt", "decisions.tsv"),
        ("{id}", "<<<<<<< main\n{id}", "decisions.tsv"),
    ],
)
def test_a_file_that_was_edited_wrongly_is_told_with_its_line(
    review: Review, folder: Path, keikaku: Keikaku, before: str, after: str, key: str
) -> None:
    (made,) = review.decide(YAMADA, [Wanted(Act.ACCEPT, TARGET)])
    file, values = folder / "decisions.tsv", {"hash": made.hash, "id": made.id}
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(before.format(**values), after.format(**values)), encoding="utf-8")
    with pytest.raises(ReviewError, match=rf"decisions\.tsv:2: {key}: "):
        Register(folder).read()
    for command in (("check", folder / "plan.txt", "--jobs", 0), ("decisions", folder)):
        done = keikaku(*command)
        assert done.exit_code == 2
        assert "decisions.tsv:2:" in done.output


def test_what_does_not_fit_is_refused_and_not_written(review: Review, folder: Path) -> None:
    for wanted in (
        Wanted(Act.CORRECT, TARGET, "道路"),
        Wanted(Act.CORRECT, TARGET),
        Wanted(Act.ACCEPT, "strategy/Goal:ない#label"),
        Wanted(Act.CORRECT, LEAD, "課" * 20_001),
        Wanted(Act.CORRECT, "strategy#endFiscalYear", "令和"),
    ):
        with pytest.raises(ReviewError):
            review.decide(YAMADA, [Wanted(Act.ACCEPT, BASELINE), wanted])
    assert not (folder / "decisions.tsv").exists()
    review.decide(YAMADA, [Wanted(Act.ACCEPT, BASELINE)])
    with pytest.raises(NoReviewerError):
        review.decide(SATO.__class__("k-yamada", "議会"), [Wanted(Act.ACCEPT, TARGET)])


def test_any_text_goes_through_the_file(review: Review) -> None:
    text = 'a\tb\\n\n"課" <script>\r\\'
    (made,) = review.decide(YAMADA, [Wanted(Act.CORRECT, LEAD, text, note="=1+1")])
    assert review.decisions == [made]
    assert made.after == text


def test_a_long_queue_shortens_as_it_is_decided(folder: Path) -> None:
    path = folder / "plan.txt"
    rows = "".join(f"読めない行の{number}円\n" for number in range(1_500))
    path.write_text(rows + path.read_text(encoding="utf-8"), encoding="utf-8")
    review = Review(path)
    asked = review.open([Kind.UNREAD_FIGURE])
    assert len(asked) == 1_500
    review.decide(YAMADA, [Wanted(Act.REJECT, item.key) for item in asked[:1_400]])
    assert len(review.open([Kind.UNREAD_FIGURE])) == 100
    review.again()
    assert len(review.open([Kind.UNREAD_FIGURE])) == 100
    assert figure(review, TARGET) == 8
