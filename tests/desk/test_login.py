"""A desk for several people: who is let in, what each may do, and that nobody's work is lost."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from keikaku.building.review import Review
from keikaku.reading.decisions.register import Register
from keikaku.web.desk import people as people_module
from keikaku.web.desk.desk_app import served
from keikaku.web.desk.gate import IDLE
from keikaku.web.desk.opened import Opened
from keikaku.web.desk.patience import FREE, LONGEST
from keikaku.web.desk.people import People, Person, Right, hashed, keep, people_of, remove
from tests.conftest import Keikaku
from tests.desk.conftest import WAITS, Clock

ORIGIN = "https://review.example.jp"
HERE = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
WORD = "正しい馬の電池ホチキス三番"
PROXY = "192.0.2.7"


@dataclass
class Served:
    """A desk for several people."""

    users: Path
    folder: Path
    app: Any
    clock: Clock

    def browser(self, peer: str = "198.51.100.4", **headers: str) -> TestClient:
        return TestClient(
            self.app,
            base_url=ORIGIN,
            follow_redirects=False,
            headers={"Accept-Language": "en", "Accept": "application/json", **HERE, **headers},
            client=(peer, 50000),
        )

    def enter(self, id_: str, password: str = WORD, **how: Any) -> TestClient:
        client = self.browser(**how)
        answer = client.post("/login", data={"id": id_, "password": password})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return client


@pytest.fixture
def served_desk(example: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    monkeypatch.setattr(people_module, "_NOBODY", hashed("x" * 12, work=4))
    users, clock = example.parent.parent / "users.yml", Clock()
    for id_, may in (("t-mita", Right.ACCEPT), ("k-yamada", Right.DECIDE), ("guest", Right.READ)):
        keep(users, Person(id_, f"{id_}の課", may, secret=hashed(WORD, work=4)))
    keep(users, Person("by-proxy", "庁内", Right.DECIDE))
    app = served(
        Opened(Review(example), patience=WAITS),
        ORIGIN,
        People(users),
        header="X-Remote-User",
        proxies=[PROXY],
        clock=clock,
    )
    return Served(users, example.parent, app, clock)


def some_target(client: TestClient) -> dict[str, Any]:
    rows: list[dict[str, Any]] = client.get("/api/rows").json()["rows"]
    return next(one for one in rows if one["name"] == "Target")


def test_who_is_not_logged_in_sees_the_login_and_nothing_else(served_desk: Served) -> None:
    stranger = served_desk.browser()
    assert stranger.get("/").headers["location"] == "/login"
    page = stranger.get("/login")
    assert page.status_code == 200
    assert 'type="password"' in page.text
    assert "plan.txt" not in page.text
    for path in ("state", "leaf/1", "plan", "queue", "documents", "rows"):
        assert stranger.get(f"/api/{path}").status_code == 401
    assert stranger.post("/api/decide", json={}).status_code == 401
    assert stranger.get("/assets/site.css").status_code == 200


def test_a_session_is_a_cookie_of_this_host_alone_and_ends(served_desk: Served) -> None:
    client = served_desk.browser()
    answer = client.post("/login", data={"id": "t-mita", "password": WORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= {one.strip() for one in cookie.split(";")}
    assert client.get("/api/state").json()["me"] == {"id": "t-mita", "role": "t-mitaの課", "may": "accept"}
    served_desk.clock.now += IDLE + 1
    assert client.get("/api/state").status_code == 401
    again = served_desk.enter("t-mita")
    held = dict(again.cookies)
    assert again.post("/logout").status_code == 303
    again.cookies.update(held)
    assert again.get("/api/state").status_code == 401


def test_no_other_password_no_other_id_and_no_other_site_gets_in(served_desk: Served) -> None:
    client = served_desk.browser()
    said = set()
    for id_, password in (("t-mita", "wrong"), ("nobody", WORD), ("by-proxy", ""), ("", "")):
        answer = client.post("/login", data={"id": id_, "password": password})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        said.add(answer.text.count("fit nobody"))
    assert said == {1}  # who asks is not told which ids there are
    evil = served_desk.browser(Origin="https://evil.example")
    assert evil.post("/login", data={"id": "t-mita", "password": WORD}).status_code == 403
    hurt = client.post("/login", data={"id": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>" not in hurt.text


def test_failed_logins_slow_down_and_time_makes_it_good(served_desk: Served) -> None:
    client = served_desk.browser()

    def tried(password: str = "wrong") -> tuple[int, int]:  # noqa: S107
        answer = client.post("/login", data={"id": "t-mita", "password": password})
        return answer.status_code, int(answer.headers.get("retry-after", 0))

    assert [tried()[0] for _try in range(FREE["person"])] == [401] * FREE["person"]
    waits = []
    for _try in range(14):
        status, wait = tried(WORD)  # the right one is not looked at either
        assert status == 429
        waits.append(wait)
        served_desk.clock.now += wait
        assert tried()[0] == 401
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST["person"]
    assert served_desk.enter("k-yamada").get("/api/state").status_code == 200  # others come in
    other = served_desk.enter("t-mita", peer="198.51.100.99")  # and so do they themselves, from elsewhere
    assert other.get("/api/state").status_code == 200
    served_desk.clock.now += LONGEST["person"]
    assert tried(WORD)[0] == 303
    assert tried()[0] == 401  # the count began anew


def test_one_address_that_tries_many_ids_is_slowed_down_too(served_desk: Served) -> None:
    client = served_desk.browser()
    found = [
        client.post("/login", data={"id": f"id-{number}", "password": "x"}).status_code
        for number in range(FREE["address"] + 1)
    ]
    assert found == [401] * FREE["address"] + [429]


def test_a_header_counts_from_a_listed_proxy_alone(served_desk: Served) -> None:
    by_proxy = served_desk.browser(peer=PROXY, **{"X-Remote-User": "by-proxy"})
    assert by_proxy.get("/api/state").json()["me"]["id"] == "by-proxy"
    assert by_proxy.post("/api/accept", json={}).status_code == 403
    anybody = served_desk.browser(**{"X-Remote-User": "t-mita", "X-Forwarded-For": PROXY})
    assert anybody.get("/api/state").status_code == 401
    unknown = served_desk.browser(peer=PROXY, **{"X-Remote-User": "mallory"})
    assert unknown.get("/api/state").status_code == 403
    twice = served_desk.browser(peer=PROXY)
    twice.headers.update([("X-Remote-User", "guest")])
    request = twice.build_request("GET", "/api/state", headers=[("X-Remote-User", "by-proxy")])
    request.headers = type(request.headers)([*request.headers.raw, (b"X-Remote-User", b"t-mita")])
    assert twice.send(request).status_code == 401  # somebody put one in beside the proxy's


def test_each_may_do_what_the_file_says_and_no_more(served_desk: Served) -> None:
    guest, clerk, chief = (served_desk.enter(one) for one in ("guest", "k-yamada", "t-mita"))
    row = some_target(guest)
    before = (served_desk.folder / "plan.yml").read_text("utf-8")
    asked = {"act": "accept", "keys": [row["key"]]}
    kept = {"text": f"{before}\n# mine\n", "before": before, "keep": True}
    for path, body in (("decide", asked), ("undo", {}), ("plan", kept), ("accept", {})):
        answer = guest.post(f"/api/{path}", json=body)
        assert answer.status_code == 403
        assert "right" in answer.json()["detail"]
    assert not (served_desk.folder / "decisions.tsv").exists()
    assert (served_desk.folder / "plan.yml").read_text("utf-8") == before
    assert clerk.post("/api/decide", json={**asked, "by": {"id": "t-mita", "role": "x"}}).status_code == 200
    [made] = Register(served_desk.folder).read()
    assert (made.reviewer, made.role) == (
        "k-yamada",
        "k-yamadaの課",
    )  # who logged in, not whom the page names
    assert clerk.post("/api/accept", json={}).status_code == 403
    assert chief.post("/api/accept", json={}).status_code == 200


def test_two_people_on_one_document_see_each_other_and_lose_nothing(served_desk: Served) -> None:
    clerk, chief = served_desk.enter("k-yamada"), served_desk.enter("t-mita")
    row = some_target(clerk)
    seen = chief.get("/api/version").json()["version"]
    for client, value in ((clerk, "12"), (chief, "13")):
        asked = {"act": "correct", "keys": [row["key"]], "after": value}
        assert client.post("/api/decide", json=asked).status_code == 200
        assert chief.get("/api/version").json()["version"] != seen
        assert some_target(clerk)["after"] == some_target(chief)["after"] == value
    assert [(one.reviewer, one.after) for one in Register(served_desk.folder).read()] == [
        ("k-yamada", "12"),
        ("t-mita", "13"),
    ]
    for client in (clerk, chief):
        client.get("/api/state")  # as the page asks once it hears of another version
        items = client.get("/api/queue").json()["items"]
        assert "k-yamada" in next(one for one in items if one["kind"] == "disagreement")["says"][1]
    assert clerk.post("/api/undo", json={}).json()["undone"] == 1  # their own, not the last of all
    assert some_target(chief)["after"] == "13"


def test_a_change_of_plan_yml_is_taken_back_by_who_made_it_alone(served_desk: Served) -> None:
    clerk, chief = served_desk.enter("k-yamada"), served_desk.enter("t-mita")
    before = clerk.get("/api/plan").json()["text"]
    text = f"{before}\n# ours\n"
    asked = {"text": text, "before": before, "keep": True}
    assert clerk.post("/api/plan", json=asked).status_code == 200
    answer = chief.post("/api/plan", json={**asked, "text": f"{before}\n# mine\n"})
    assert answer.status_code == 409
    assert not chief.post("/api/undo", json={}).json()["plan"]
    assert (served_desk.folder / "plan.yml").read_text("utf-8") == text
    assert clerk.post("/api/undo", json={}).json()["plan"]
    assert (served_desk.folder / "plan.yml").read_text("utf-8") == before


def test_who_is_taken_out_of_the_file_is_out_at_once(served_desk: Served) -> None:
    client = served_desk.enter("k-yamada")
    remove(served_desk.users, "k-yamada")
    assert client.get("/api/state").status_code == 401
    keep(served_desk.users, Person("t-mita", "監査", Right.READ))  # the password stays
    chief = served_desk.enter("t-mita")
    assert chief.get("/api/state").json()["me"] == {"id": "t-mita", "role": "監査", "may": "read"}


def test_a_command_adds_changes_and_removes_people_and_keeps_no_password(
    tmp_path: Path, keikaku: Keikaku
) -> None:
    users = tmp_path / "users.yml"
    done = keikaku(
        "reviewer", "t-mita", "--role", "企画課", "--may", "accept", "--users", users, stdin=f"{WORD}\n"
    )
    assert done.exit_code == 0, done.stderr
    assert WORD not in users.read_text("utf-8")
    assert stat.S_IMODE(users.stat().st_mode) == 0o600
    assert People(users).checked("t-mita", WORD) == people_of(users)["t-mita"]
    assert People(users).checked("t-mita", WORD + "x") is None
    assert keikaku("reviewer", "t-mita", "--role", "企画課", "--no-password", "--users", users).exit_code == 0
    assert people_of(users)["t-mita"].may is Right.DECIDE
    assert people_of(users)["t-mita"].secret
    short = keikaku("reviewer", "k-yamada", "--role", "監査", "--users", users, stdin="kurz\n")
    assert (short.exit_code, "12 to" in short.stderr) == (2, True)
    assert keikaku("reviewer", "t-mita", "--remove", "--users", users).exit_code == 0
    assert people_of(users) == {}
    assert keikaku("reviewer", "t-mita", "--remove", "--users", users).exit_code == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--users"),
        (["--users", "{users}", "--host", "0.0.0.0"], "https"),  # noqa: S104
        (["--users", "{users}", "--login-header", "X-Remote-User"], "--proxy"),
        (["--users", "{users}", "--address", "https://example.jp/desk"], "no address"),
        (["--users", "{broken}"], "t-mita"),
    ],
)
def test_a_desk_that_nobody_could_use_safely_is_not_served(
    options: list[str], said: str, example: Path, keikaku: Keikaku
) -> None:
    users, broken = example.parent / "users.yml", example.parent / "broken.yml"
    keep(users, Person("t-mita", "企画課", Right.ACCEPT, secret=hashed(WORD, work=4)))
    broken.write_text("t-mita: {role: 企画課, may: everything}\n", "utf-8")
    filled = [one.format(users=users, broken=broken) for one in options]
    result = keikaku("serve", "--review", example, "--port", "0", "--lang", "en", *filled)
    assert result.exit_code == 2
    assert said in result.stderr
