"""Four invented towns that print one indicator in their ways, and one of them another besides."""

from __future__ import annotations

from tests.queries.towns import Document

FIGURES = {
    "99991": ("西町", "人", 12000, 2025),
    "99992": ("南町", "千人", 8, 2025),
    "99993": ("北町", "人", 20000, 2026),
    "99994": ("東町", "％", 30, 2025),
}
"""Town, unit, value and year of one indicator."""
CODES = {f"plan-{code}": code for code in FIGURES}


def documents() -> dict[str, list[str]]:
    """Return the lines of the plan of each town."""
    found = {}
    for code, (name, unit, value, year) in FIGURES.items():
        at = Document(f"plan-{code}", "basic-plan", f"{name}総合計画", "BasicPlan", 2021, 2030, (code, name))
        measure = at.element("Measure", "図書館の充実", at.element("Goal", "学びのまち"))
        at.indicator("来館者数", measure, unit, [("Target", 2024, value), ("Target", year, value)])
        if code == "99991":
            at.indicator("蔵書数", measure, "冊", [("Target", 2025, 3)])
        found[at.name] = sorted(set(at.lines))
    return found
