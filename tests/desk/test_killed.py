"""A desk that is killed: what it said is decided is on the disk, and whole."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from keikaku.building.review import Review
from keikaku.reading.decisions.register import Register
from keikaku.web.desk.history import FOLDER
from tests.desk.conftest import BY
from tests.waiting import wait_until

ANSWERED = 12
"""Answers after which the process is killed, whatever it is doing for the others that ask."""


class Asking:
    """Asks a desk in another process, as its page does."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._cookie = parts.netloc, ""
        self._send("GET", f"/?key={parse_qs(parts.query)['key'][0]}", None)

    def _send(self, method: str, path: str, body: Any) -> bytes | None:
        with closing(http.client.HTTPConnection(self._host, timeout=60)) as connection:
            headers = {"Host": self._host, "Origin": f"http://{self._host}", "Cookie": self._cookie}
            headers["Content-Type"] = "application/json"
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            self._cookie = answer.headers.get("Set-Cookie", self._cookie).partition(";")[0]
            said = answer.read()
            return said if answer.status == 200 else None

    def ask(self, path: str, **body: Any) -> Any:
        """Return an answer; None where it is a refusal, or the desk is gone."""
        try:
            said = self._send("POST" if body else "GET", f"/api/{path}", body)
        except (OSError, http.client.HTTPException):
            return None
        return json.loads(said) if said else None


@contextmanager
def running(document: Path) -> Iterator[tuple[subprocess.Popen[str], Asking]]:
    command = [sys.executable, "-m", "keikaku", "review", str(document), "--no-browser", "--lang", "en"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            address = next(
                word for line in process.stderr for word in line.split() if word.startswith("http://127")
            )
            yield process, Asking(address)
        finally:
            process.kill()


def test_what_was_answered_before_the_process_was_killed_is_kept(example: Path) -> None:
    """Three ask at once, so that it dies amid a write of one of them."""
    folder = example.parent
    answered: list[str] = []
    texts = {(folder / "plan.yml").read_text("utf-8")}

    def decide(own: list[str]) -> None:
        for key in own:
            if desk.ask("decide", by=BY, act="accept", keys=[key]):
                answered.append(key)

    def change() -> None:
        for at in range(200):
            before = max(texts, key=len)
            after = f"{before}# {at}\n"
            texts.add(after)
            if desk.ask("plan", text=after, before=before, keep=True) is None:
                return

    with running(example) as (process, desk):
        keys = [row["key"] for row in desk.ask("rows?from=0&to=200")["rows"]]
        work: list[Callable[[], None]] = [lambda: decide(keys[::2]), lambda: decide(keys[1::2]), change]
        threads = [threading.Thread(target=one) for one in work]
        for one in threads:
            one.start()
        wait_until(lambda: len(answered) >= ANSWERED)
        process.kill()
        process.wait()
        for one in threads:
            one.join()
    kept = Register(folder).read()  # every line is whole
    assert {one.fact for one in kept} >= set(answered)
    assert len(kept) < len(keys)
    assert (folder / "plan.yml").read_text("utf-8") in texts
    assert all(one.read_text("utf-8") in texts for one in (folder / FOLDER).glob("*.yml"))
    review = Review(example)
    assert {one.fact for one in kept} <= set(review.reviewed.applied)
