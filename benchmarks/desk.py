"""The review desk on a document of 600 pages with a queue of 10,000 items: how long its answers take, how many bytes they have.

    python benchmarks/desk.py [pages] [--browser]
    python benchmarks/desk.py --sessions

The document is made up: headings that are read, and as many lines that nothing reads. Everything is asked for as the page in the
browser asks for it, in this process, without a network. Prints seconds of wall clock and of this process's CPU, the load of the
machine, and kB, compressed as they are sent:

- opening: reading the document, until the desk can answer; first page: state, first leaf, first slice of the queue;
- next item: a leaf and a slice from the middle of the queue; decision: one that is made, the median and the 95th percentile of 20;
- decision while reading: the same while the whole is read again beside the requests;
- reading again: after a change of plan.yml what it makes of the leaf in view, and until the whole is shown;
- with --browser: a desk of its own in Chromium, where somebody goes through the queue; what its processes hold of memory.

Exit status 1 where a bound does not hold: first page 1 s, next item 0.1 s, decision 0.3 s (median) and 1 s (95 %),
the leaf in view after a change 1 s, 200 kB for the first page, 400 MB for the browser. Seconds of CPU are held against the bounds,
which do not depend on who else works on the machine.

With --sessions, instead: real documents from their file to an accepted plan, as tests/browser/sessions.py does it in Chromium by keyboard
alone. Prints the decisions, those per page, how well the result fits the reference, and how long the desk took from the request to the
answer: for a decision, and for reading again after a change of structure (tried or kept), the median, the 95th percentile, the longest. Seconds of wall clock,
with the load beside them; exit status 1 where a session takes more decisions than it may, or its result fits to less than 0.98.
"""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.desk.made_up import document

from keikaku.building.review import Review
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.opened import Opened

PAGES = 600
FIRST, NEXT, MEDIAN, RARE, AGAIN = 1.0, 0.1, 0.3, 1.0, 1.0
MOST, MEMORY = 200_000, 400  # bytes, MB
HOST = "127.0.0.1:8711"


class Asking:
    """Asks the desk as its page does, and counts."""

    def __init__(self, opened: Opened) -> None:
        app, gate = application(opened, HOST)
        self._client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
        self._client.get("/", params={"key": gate.key})
        self.bytes = 0

    def get(self, path: str, **asked: Any) -> Any:
        """Return the answer to a question."""
        answer = self._client.get(f"/api/{path}", params=asked)
        self.bytes += len(gzip.compress(answer.content, 6))
        return answer.json()

    def post(self, path: str, **asked: Any) -> Any:
        """Return the answer to an order."""
        return self._client.post(f"/api/{path}", json=asked, headers={"Origin": f"http://{HOST}"}).json()


@dataclass(frozen=True, slots=True)
class Took:
    """What some work took, in seconds: of wall clock, and of this process's CPU."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of CPU)"


def timed(work: Callable[[], object]) -> Took:
    """Return what some work takes."""
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - begun, time.process_time() - cpu)


def percentile(found: list[Took]) -> Took:
    """Return the 95th percentile."""
    return Took(*(quantiles([getattr(one, name) for one in found], n=20)[-1] for name in ("wall", "cpu")))


def middle(found: list[Took]) -> Took:
    """Return the median."""
    return Took(*(median(getattr(one, name) for one in found) for name in ("wall", "cpu")))


def first_page(desk: Asking) -> None:
    """Ask for what a page asks for first."""
    desk.get("state")
    desk.get("leaf/1")
    desk.get("queue", **{"from": 0, "to": 100})


def decisions(desk: Asking, count: int) -> list[Took]:
    """Decide about the first items of the queue."""
    items = desk.get("queue", **{"from": 0, "to": 100})["items"][:count]
    by = {"id": "bench", "role": "測定"}
    return [timed(partial(desk.post, "decide", by=by, act="reject", keys=[one["key"]])) for one in items]


_TIMED = """
const asked = performance.getEntriesByType("resource").filter(one => new URL(one.name).pathname === arguments[0]);
return asked.map(one => one.duration / 1000);
"""


def sessions() -> int:
    """Print what real documents take until they are accepted; return 1 where one takes too many decisions or reads wrongly."""
    from tests.browser.desk_hand import Hand, desk
    from tests.browser.driving import chromium
    from tests.browser.sessions import PROJECTS, SPREAD, STRATEGY

    is_wrong = False
    for session in (PROJECTS, SPREAD, STRATEGY):  # the quickest first
        with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "profile") as driver:
            document = session.put(Path(folder) / "town")
            with desk(document, *session.options) as address:
                hand = Hand(driver, address, document.parent)
                hand.run("performance.setResourceTimingBufferSize(9999)")
                session.work(hand)
                pages, acts = len(hand.state()["leaves"]), hand.acts
                took = {name: hand.run(_TIMED, f"/api/{name}") for name in ("decide", "point", "plan")}
            fits = session.score(document)
        print(
            f"{session.document}: {acts} decisions on {pages} pages, {acts / pages:.1f} a page; {fits:.3f} of the reference; ",
            end="",
        )
        print(f"load {os.getloadavg()[0]:.1f}")
        for what, found in (("decision", took["decide"]), ("reading again", took["point"] + took["plan"])):
            rare = quantiles(found, n=20)[-1] if len(found) > 1 else max(found, default=0)
            print(
                f"  {what}: {len(found)}, median {median(found or [0]):.2f} s, 95 % {rare:.2f} s, longest {max(found, default=0):.2f} s"
            )
        is_wrong = is_wrong or acts >= session.fewer or fits < 0.98
    return int(is_wrong)


def main() -> int:
    """Print the figures; return 1 where a bound does not hold."""
    if "--sessions" in sys.argv:
        return sessions()
    pages = next((int(one) for one in sys.argv[1:] if one.isdecimal()), PAGES)
    with tempfile.TemporaryDirectory() as folder:
        path = document(Path(folder), pages)
        held: list[Asking] = []
        opening = timed(lambda: held.append(Asking(Opened(Review(path)))))
        [desk] = held
        first = timed(lambda: first_page(desk))
        sent = desk.bytes
        whole = desk.get("queue", **{"from": 0, "to": 1})["whole"]
        there = {"from": whole // 2, "to": whole // 2 + 100}
        following = timed(lambda: (desk.get("queue", **there), desk.get(f"leaf/{pages // 2}")))
        made = decisions(desk, 20)
        text = desk.get("plan")["text"]
        other = text.replace("[0-9]+-[0-9]+)", "[0-9]+-[0-9])")
        change = {"text": other, "before": text, "leaf": pages // 2}
        tried = timed(lambda: desk.post("plan", **change, keep=False))
        begun = time.perf_counter()
        kept = timed(lambda: desk.post("plan", **change, keep=True))
        meanwhile = decisions(desk, 20)
        while desk.get("version")["reading"]:
            time.sleep(0.2)
        shown = time.perf_counter() - begun
    print(f"{pages} pages, {whole:,} items, load {os.getloadavg()[0]:.1f}; opening {opening}")
    print(f"first page {first}, {sent / 1000:.0f} kB; next item {following}")
    print(f"decision {middle(made)}, 95 %: {percentile(made)}")
    print(f"decision while the whole is read again {middle(meanwhile)}, 95 %: {percentile(meanwhile)}")
    print(f"leaf in view after a change: tried {tried}, kept {kept}; the whole is shown after {shown:.1f} s")
    bounds = [(first, FIRST), (following, NEXT), (middle(made), MEDIAN), (percentile(made), RARE)]
    is_slow = any(took.cpu > bound for took, bound in [*bounds, (tried, AGAIN), (kept, AGAIN)])
    memory = browser(pages) if "--browser" in sys.argv else 0
    return int(is_slow or sent > MOST or memory > MEMORY)


def browser(pages: int) -> int:
    """Go through a desk in Chromium, print what its processes hold of memory in MB, and return it."""
    from selenium.webdriver.common.keys import Keys
    from tests.browser.desk_hand import Hand, desk
    from tests.browser.driving import chromium, processes

    def held_by(driver: Any) -> int:
        return sum(map(resident, processes(driver))) // 1024

    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "profile") as driver:
        empty = held_by(driver)
        town = Path(folder) / "town"
        town.mkdir()
        with desk(document(town, pages)) as address:
            hand = Hand(driver, address, town)
            hand.view(1)
            for _round in range(3):
                hand.press(Keys.END, Keys.HOME, *[Keys.PAGE_DOWN] * 20, *["]"] * 10)
            # garbage, which Chromium takes away when it needs room, is none of what the page holds
            driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
            held = held_by(driver)
            heap = hand.run("return performance.memory.usedJSHeapSize") // 2**20
            nodes = hand.run("return document.querySelectorAll('*').length")
    print(f"browser: {held} MB in all its processes (proportional), {empty} MB of them with an empty page;")
    print(f"  {heap} MB in the heap of the desk's page, which has {nodes} elements")
    return held


def resident(pid: int) -> int:
    """Return the memory of a process in kB, what it shares with others in equal parts; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
