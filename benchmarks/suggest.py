"""How good the suggested SDG links are, beside baselines and other ways to make them.

    python benchmarks/suggest.py [--goals] [--agreement] [--quick] [--calibrate]

Reads the measures of the five real plans (KEIKAKU_SHARED names their folder) with their labels of
benchmarks/sdg/measures.csv, whose rules are in RULES.md, and prints precision, recall and F1 over all
(measure, goal) decisions. No measure helps to judge itself:

- Each municipality is held out in turn ("by town"), and each tenth of all rows ("tenfold"). What is learnt, a
  threshold included, is learnt from the rest.
- The word list was written by the person who labelled the measures. So when a row is judged, every word is
  struck out that among the labels stands only in held-out ones: the list may owe it to them.
- The measures of sdg/trials.csv, which readers outside found wrong or lacking, are learnt from (their words may be in
  the list for that) and are never judged.
- Policy themes are judged on the names of sdg/themes.csv, by the same rules; the places are held out in turn.
- "elsewhere" are measures of other places, labelled after the list was written and before the program saw them;
  of them there are names alone. Eight rows carry the goals that their city itself printed.

scikit-learn and SudachiPy make the candidates that keikaku did not choose; without them those are left out.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import calibration
from labelled import HERE, SHARED, Row, named, read_elsewhere, read_rows, read_themes, texts

from keikaku.audit.suggestions.proposals import LIKELY
from keikaku.audit.suggestions.scoring import scores
from keikaku.audit.suggestions.strategies import THEMES
from keikaku.audit.suggestions.subjects import Place
from keikaku.audit.suggestions.word_list import Word, WordList, word_list

GOALS = tuple(str(number) for number in range(1, 18))


Values = dict[str, float]
"""Goal to how strongly it is suggested."""
Judge = Callable[[Row], Values]
Learn = Callable[[Sequence[Row], Sequence[Row]], Judge]
"""From the rows to learn from, and the rows held out (whose labels are not looked at), to a judge."""


@dataclass
class Tally:
    """Right, suggested and labelled links, by goal."""

    right: Counter[str] = field(default_factory=Counter)
    suggested: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)

    def add(self, suggested: Iterable[str], labelled: Iterable[str]) -> None:
        found, wanted = set(suggested), set(labelled)
        self.right.update(found & wanted)
        self.suggested.update(found)
        self.labelled.update(wanted)

    def figures(self, goal: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1, of one goal or of all decisions."""
        right, suggested, labelled = (
            each[goal] if goal else each.total() for each in (self.right, self.suggested, self.labelled)
        )
        precision = right / suggested if suggested else 0.0
        recall = right / labelled if labelled else 0.0
        return precision, recall, 2 * right / ((suggested + labelled) or 1)


# ---------------------------------------------------------------- candidates


def struck(train: Sequence[Row], held: Sequence[Row], listed: str = "words") -> Callable[[Word], bool]:
    """Return which words of a list count: not those that stand in held-out labels and in no other label."""
    learnt, judged = ({word.text for row in rows for word in in_label(row, listed)} for rows in (train, held))
    return lambda word: word.text in learnt or word.text not in judged


def in_label(row: Row, listed: str = "words") -> list[Word]:
    return [word for text in texts(row.subject, Place.LABEL) for word in word_list(listed).find(text)]


def by_words(train: Sequence[Row], held: Sequence[Row]) -> Judge:
    """What keikaku does, with the words struck out that the list may owe to the held-out labels."""
    counts = struck(train, held)
    return lambda row: {
        goal: one.confidence for goal, one in scores(row.subject, word_list(), counts).items()
    }


def by_all_words(_train: Sequence[Row], _held: Sequence[Row]) -> Judge:
    """What keikaku does, with the whole list."""
    return lambda row: {goal: one.confidence for goal, one in scores(row.subject, word_list()).items()}


def by_names_of_words(train: Sequence[Row], held: Sequence[Row]) -> Judge:
    """The word list on labels alone."""
    judge = by_words(train, held)
    return lambda row: judge(Row(row.town, row.kind, named(row.subject.label, ""), row.goals))


def by_goal_names(_train: Sequence[Row], _held: Sequence[Row]) -> Judge:
    """Baseline: the nouns of the goals' own names."""
    path = HERE.parents[1] / "ontology" / "sdg.ttl"
    found = re.findall(
        r'skos:notation "(\d+)" ;\s+skos:prefLabel "([^"]+)"@ja', path.read_text(encoding="utf-8")
    )
    words: dict[str, list[str]] = {}
    for goal, name in found:
        for noun in re.findall(r"[一-龠々]{2,}|[ァ-ヴー]{2,}", name):
            words.setdefault(noun, []).append(goal)
    listed = WordList([Word(noun, tuple(goals), 3) for noun, goals in words.items()])
    return lambda row: {goal: one.value for goal, one in scores(row.subject, listed).items()}


def by_tokens(train: Sequence[Row], held: Sequence[Row]) -> Judge:
    """The word list, where a word begins and ends with a token of SudachiPy (mode A)."""
    counts, listed = struck(train, held), Tokens(list(word_list()))
    return lambda row: {goal: one.confidence for goal, one in scores(row.subject, listed, counts).items()}


class Tokens(WordList):
    """A word list whose words must be made of whole tokens."""

    def find(self, text: str) -> list[Word]:
        edges = token_edges(text.casefold())
        found: dict[Word, None] = {}
        for word in super().find(text):
            start = text.casefold().find(word.text.casefold())
            if start < 0 or {start, start + len(word.text)} <= edges:
                found[word] = None
        return list(found)


@cache
def tokenizer() -> Any:
    return import_module("sudachipy").Dictionary(dict="small").tokenizer()


@cache
def token_edges(text: str) -> frozenset[int]:
    mode = import_module("sudachipy").SplitMode.A
    return frozenset(
        edge for token in tokenizer().tokenize(text, mode) for edge in (token.begin(), token.end())
    )


def by_ngrams(train: Sequence[Row], _held: Sequence[Row]) -> Judge:
    """Character n-grams, TF-IDF, and one logistic regression a goal, learnt from the other rows."""
    return regression(train, lambda _row: {})


def by_both(train: Sequence[Row], held: Sequence[Row]) -> Judge:
    """The same, with the scores of the word list among what is learnt from."""
    return regression(train, by_words(train, held))


def regression(train: Sequence[Row], extra: Judge) -> Judge:
    text = import_module("sklearn.feature_extraction.text")
    linear = import_module("sklearn.linear_model")
    sparse = import_module("scipy.sparse")
    names = text.TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    around = text.TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=2)
    names.fit([row.subject.label for row in train])
    around.fit([surroundings(row) for row in train])

    def features(rows: Sequence[Row]) -> Any:
        values = [extra(row) for row in rows]
        own = sparse.csr_matrix([[3 * value.get(goal, 0.0) for goal in GOALS] for value in values])
        label = names.transform([row.subject.label for row in rows])
        return sparse.hstack([label, 0.5 * around.transform([surroundings(row) for row in rows]), own])

    known = features(train)
    models = {
        goal: linear.LogisticRegression(C=10, class_weight="balanced", max_iter=1000).fit(
            known, [goal in row.goals for row in train]
        )
        for goal in GOALS
        if any(goal in row.goals for row in train)
    }
    return lambda row: {goal: model.predict_proba(features([row]))[0, 1] for goal, model in models.items()}


def surroundings(row: Row) -> str:
    return "\n".join(passage.text for passage in row.subject.passages if passage.place is not Place.LABEL)


CANDIDATES: dict[str, tuple[Learn, str]] = {
    "goal names alone": (by_goal_names, ""),
    "words, label alone": (by_names_of_words, ""),
    "words (keikaku)": (by_words, ""),
    "words as tokens": (by_tokens, "sudachipy"),
    "n-grams": (by_ngrams, "sklearn"),
    "n-grams and words": (by_both, "sklearn"),
}


# ---------------------------------------------------------------- measuring


def by_town(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    for town in sorted({row.town for row in rows}):
        held = [row for row in rows if row.town == town and row.judged]
        yield [row for row in rows if row.town != town or not row.judged], held


def tenfold(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield ten splits; a measure is held out with the actions below it, whose texts it shares."""
    for fold in range(10):
        held = [row for row in rows if in_fold(row) == fold and row.judged]
        yield [row for row in rows if in_fold(row) != fold or not row.judged], held


def in_fold(row: Row) -> int:
    above = texts(row.subject, Place.ABOVE)
    family = row.subject.label if row.kind == "Measure" or not above else above[-1] + row.town
    return int(hashlib.sha256((row.town + family).encode()).hexdigest(), 16) % 10


def threshold(values: list[tuple[Values, frozenset[str]]]) -> float:
    """Return the threshold of the best F1, the lowest of several."""

    def f1(least: float) -> float:
        return tally(values, least).figures()[2]

    return max((step / 100 for step in range(2, 100, 2)), key=lambda least: (round(f1(least), 6), -least))


def tally(values: list[tuple[Values, frozenset[str]]], least: float) -> Tally:
    found = Tally()
    for value, goals in values:
        found.add((goal for goal, one in value.items() if one >= least), goals)
    return found


def learnt_threshold(learn: Learn, train: list[Row]) -> float:
    """Return the threshold that does best on the rows to learn from, each held out in a fold of its own."""
    values = []
    for inner, held in tenfold(train):
        if held:
            judge = learn(inner, held)
            values += [(judge(row), row.goals) for row in held if row.kind == "Measure"]
    return threshold(values)


def crossed(
    learn: Learn, splits: Iterable[tuple[list[Row], list[Row]]], kind: str, least: float | None
) -> Tally:
    """Return the tally of held-out rows of a kind; the threshold is given, or learnt inside each fold."""
    whole = Tally()
    for train, held in splits:
        if not held:
            continue
        judge, fitting = learn(train, held), least
        if fitting is None:
            fitting = learnt_threshold(learn, train)
        part = tally([(judge(row), row.goals) for row in held if row.kind == kind], fitting)
        for mine, theirs in zip(counters(whole), counters(part), strict=True):
            mine.update(theirs)
    return whole


def counters(one: Tally) -> tuple[Counter[str], Counter[str], Counter[str]]:
    return one.right, one.suggested, one.labelled


def chance(rows: Sequence[Row]) -> tuple[float, float, float]:
    """Return what guessing gives on average: each goal for each row as often as it is labelled."""
    rates = {goal: sum(goal in row.goals for row in rows) / len(rows) for goal in GOALS}
    right = sum(rate * rate * len(rows) for rate in rates.values())
    whole = sum(rate * len(rows) for rate in rates.values())
    return (right / whole,) * 3


def line(name: str, what: str, figures: tuple[float, float, float]) -> None:
    print(f"{name:<22}{what:<34}" + "".join(f"{figure:>10.3f}" for figure in figures))


def decisions(rows: Sequence[Row]) -> list[calibration.Decided]:
    """Return every decision that words speak for: towns held out, and the names of other places."""
    found = []
    for train, held in by_town(rows):
        counts = struck(train, held)
        found += [one for row in held for one in decided(row, row.kind, counts)]
    for by in ("labeller", "city"):
        found += [one for row in read_elsewhere(by) for one in decided(row, "Elsewhere", lambda _word: True)]
    return found


def decided(row: Row, kind: str, counts: Callable[[Word], bool]) -> Iterator[calibration.Decided]:
    for goal, score in scores(row.subject, word_list(), counts).items():
        yield calibration.Decided(
            row.town, kind, row.subject.label, goal, round(score.value, 4), goal in row.goals
        )


def print_candidates(rows: list[Row], quick: bool) -> None:
    print(f"{'candidate':<22}{'judged':<34}{'precision':>10}{'recall':>10}{'F1':>10}")
    measures = [row for row in rows if row.kind == "Measure" and row.judged]
    line("chance at that rate", "all", chance(measures))
    for name, (learn, needs) in CANDIDATES.items():
        if needs and (quick or importlib.util.find_spec(needs) is None):
            print(f"{name:<22}left out ({needs})")
            continue
        for what, split in (("by town", by_town), ("tenfold", tenfold)):
            line(
                name,
                f"{what}, threshold learnt inside",
                crossed(learn, split(rows), "Measure", None).figures(),
            )


def print_shipped(rows: list[Row]) -> None:
    name = "words (keikaku)"
    print(f"\nAs it is shipped: confidence {LIKELY} or more")
    for kind in ("Measure", "Action"):
        for what, split in (("by town", by_town), ("tenfold", tenfold)):
            line(name, f"{kind}s, {what}", crossed(by_words, split(rows), kind, LIKELY).figures())
        judged = [row for row in rows if row.judged]
        whole = crossed(by_all_words, [(judged, judged)], kind, LIKELY)
        line(name, f"{kind}s, no word struck out", whole.figures())
    for by in ("labeller", "city"):
        found = read_elsewhere(by)
        judge = by_all_words(rows, found)
        figures = tally([(judge(row), row.goals) for row in found], LIKELY).figures()
        line(name, f"elsewhere, by the {by} ({len(found)})", figures)


def print_strategies() -> None:
    """Print how well goals of municipal strategies find those of the national one; the list has seen them."""
    with (HERE / "strategy-goals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = Tally()
    for row in rows:
        suggested = scores(named(row["label"], ""), word_list("strategy-words"))
        themes = [theme for theme, score in suggested.items() if score.confidence >= LIKELY]
        known = THEMES if row["strategy"] != "mhs1" else {key: THEMES[key] for key in "1234"}
        found.add([key for key, theme in known.items() if theme in themes], row["goals"].split())
    line("words (keikaku)", f"strategy goals ({len(rows)}), none held out", found.figures())


def by_theme_words(train: Sequence[Row], held: Sequence[Row]) -> Judge:
    """What keikaku does for policy themes, with the words struck out that the list may owe to the held-out labels."""
    counts = struck(train, held, "theme-words")
    return lambda row: {
        theme: one.confidence for theme, one in scores(row.subject, word_list("theme-words"), counts).items()
    }


def print_themes() -> None:
    """Print how well names find their policy themes, each place held out, and with the whole list."""
    for kind in ("Measure", "Indicator"):
        rows = read_themes(kind)
        judged = f"themes of {kind.lower()}s ({len(rows)})"
        line(
            "words (keikaku)",
            f"{judged}, by place",
            crossed(by_theme_words, by_town(rows), kind, LIKELY).figures(),
        )
        whole = crossed(by_theme_words, [(rows, rows)], kind, LIKELY)
        line("words (keikaku)", f"{judged}, whole list", whole.figures())


def print_goals(rows: list[Row]) -> None:
    print(
        f"\n{'goal':<6}{'labelled':>10}{'suggested':>11}{'precision':>11}{'recall':>8}{'F1':>8}   by town, as shipped"
    )
    found = crossed(by_words, by_town(rows), "Measure", LIKELY)
    for goal in GOALS:
        precision, recall, f1 = found.figures(goal)
        counts = f"{found.labelled[goal]:>10}{found.suggested[goal]:>11}"
        rest = f"{precision:>11.2f}{recall:>8.2f}{f1:>8.2f}" if found.labelled[goal] else ""
        print(f"{goal:<6}{counts}{rest}")


def print_agreement() -> None:
    """Print how far the two passes of labelling agree."""
    with (HERE / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    passes = [[set(row[name].split()) for row in rows] for name in ("pass1", "pass2")]
    both = Tally()
    for second, first in zip(*passes, strict=True):
        both.add(second, first)
    cells = len(rows) * len(GOALS)
    same = cells - sum(len(first ^ second) for first, second in zip(*passes, strict=True))
    rates = [sum(map(len, one)) / cells for one in passes]
    expected = rates[0] * rates[1] + (1 - rates[0]) * (1 - rates[1])
    kappa = (same / cells - expected) / (1 - expected)
    differing = sum(first != second for first, second in zip(*passes, strict=True))
    print(
        f"\nTwo passes over {len(rows)} rows: kappa {kappa:.3f}, F1 {both.figures()[2]:.3f}, {differing} rows differ"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the suggested SDG links.")
    parser.add_argument("--goals", action="store_true", help="figures by goal too")
    parser.add_argument("--agreement", action="store_true", help="agreement of the two passes, nothing else")
    parser.add_argument("--quick", action="store_true", help="without scikit-learn and SudachiPy")
    parser.add_argument("--calibrate", action="store_true", help="fit the curve anew, nothing else")
    options = parser.parse_args()
    if not (SHARED / "plans").is_dir():
        print(f"{SHARED / 'plans'} is missing; KEIKAKU_SHARED names the folder of the real plans")
    elif options.calibrate:
        calibration.write(decisions(read_rows()))
    elif not options.agreement:
        rows = read_rows()
        print_candidates(rows, options.quick)
        print_shipped(rows)
        print_strategies()
        print_themes()
        calibration.print_reliability(decisions(rows))
        if options.goals:
            print_goals(rows)
    print_agreement()


if __name__ == "__main__":
    main()
