"""Who is let in: by the key, by a password, and nobody else; and what each may do."""

import pytest
from fastapi.testclient import TestClient

from lizao.api.browsers import COOKIE, CSRF_HEADER
from lizao.app.user_requests import ResetPassword
from tests.api.house import KEY, ORIGIN, Served
from tests.app.running_house import ADMINISTRATOR, ENGINEER, QUALITY

OPEN = {("POST", "/api/session"), ("POST", "/api/password"), ("GET", "/api/texts/{lang}")}
"""What is there for everybody."""
OWN = {("GET", "/api/session"), ("DELETE", "/api/session")}
"""What everybody does with what is her own."""
NAMES = {
    "batch": "mini-001", "question": "Q1", "alarm": "a", "event": "acknowledge", "lang": "en",
    "lot": "L1", "name": "L1", "wish": "release", "unit": "mixer-1", "user": "zhao.min",
    "recipe": "lfp-24", "version": "1", "step": "verify", "trial": "T1",
}  # fmt: skip
BODIES: dict[str, dict[str, object]] = {
    "/api/batches": {"recipe": "mini", "tonnes": "0.5"},
    "/api/batches/preview": {"recipe": "mini", "tonnes": "0.5"},
    "/api/batches/{batch}/command": {"command": "HOLD"},
    "/api/batches/{batch}/mode": {"mode": "manual", "reason": "to see"},
    "/api/batches/{batch}/step": {"step": "mix", "wish": "skip", "reason": "to see"},
    "/api/questions/{question}/answer": {"answer": "good"},
    "/api/lots": {"material": "powder", "mass": "1", "supplier_lot": "X"},
    "/api/lots/{lot}/{wish}": {"reason": "to see"},
    "/api/units/{unit}/status": {"status": "maintenance"},
    "/api/units/{unit}/empty": {"reason": "to see"},
    "/api/shift/notes": {"text": "to see"},
    "/api/shift/standstills": {"unit": "mixer-1", "since": 1, "reason": "cleaning"},
    "/api/recipes/{recipe}/{version}/{step}": {"reason": "to see"},
    "/api/trials": {"recipe": "lfp-24", "version": "1"},
    "/api/users": {"user": "new.user", "roles": "operator"},
}


def routes(home: Served) -> list[tuple[str, str]]:
    """Every method and path of the service."""
    paths = home.app.openapi()["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)


def call(client: TestClient, method: str, path: str, csrf: str = "") -> int:
    """The status that a call ends with."""
    body = BODIES.get(path, {}) if method == "POST" else None
    headers = {CSRF_HEADER: csrf}
    told = client.request(method, path.format(**NAMES), json=body, headers=headers)
    return int(told.status_code)


def test_a_stranger_gets_nothing_from_any_route(home: Served) -> None:
    """Not without a cookie, not with a guessed one."""
    closed = [each for each in routes(home) if each not in OPEN]
    assert len(closed) > 10
    guessing = home.stranger()
    guessing.cookies.set(COOKIE, "guessed")
    for method, path in closed:
        assert call(home.stranger(), method, path) == 401, path
        assert call(guessing, method, path, "guessed") == 401, path


def test_who_may_only_look_after_users_is_refused_every_deed(home: Served) -> None:
    """Each route that changes anything asks the table of permissions."""
    page, engineer = home.signed_in(ADMINISTRATOR), home.signed_in(ENGINEER)
    deeds = [each for each in routes(home) if each[0] != "GET" and each not in OPEN | OWN]
    assert len(deeds) >= 15
    for method, path in deeds:
        of_users = path.startswith("/api/users")
        wrong = engineer if of_users else page
        assert call(wrong.client, method, path, wrong.csrf) == 403, path
    reads = [path for method, path in routes(home) if method == "GET"]
    for path in reads:
        assert call(page.client, "GET", path) in {200, 404, 422}, path


def test_another_site_cannot_use_the_cookie_of_our_page(home: Served) -> None:
    """It does not know what only our page knows, and our name is not its name."""
    page = home.local()
    assert call(page.client, "POST", "/api/batches") == 401
    assert call(page.client, "POST", "/api/batches", "guessed") == 401
    assert page.get("/api/session", host="evil.example").status_code == 421
    assert page.get("/api/session", host="evil.example:8000").status_code == 421
    assert page.get("/api/session").status_code == 200


def test_the_key_of_the_start_link_makes_an_operator(home: Served) -> None:
    """Another key nobody."""
    assert home.stranger().post("/api/session", json={"key": "guessed"}).status_code == 401
    told = home.local().get("/api/session").json()
    assert told["user"] is None
    assert told["roles"] == ["operator"]
    cookie = home.stranger().post("/api/session", json={"key": KEY}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_user_comes_in_signs_and_leaves(home: Served) -> None:
    """What is signed needs her password again; after she has left the cookie is worth nothing."""
    page = home.signed_in(ENGINEER)
    assert page.get("/api/session").json()["user"] == ENGINEER.user
    assert page.post("/api/batches", recipe="mini", tonnes="0.5").status_code == 201
    abort = {"command": "ABORT", "reason": "no order"}
    refused = page.post("/api/batches/mini-001/command", **abort)
    assert (refused.status_code, refused.json()["error"]) == (401, "signature_needed")
    signed = page.post("/api/batches/mini-001/command", **abort, password=ENGINEER.password)
    assert signed.status_code == 200, signed.text
    left = page.client.delete("/api/session", headers={CSRF_HEADER: page.csrf})
    assert left.status_code == 200
    assert page.get("/api/session").status_code == 401


def test_a_password_for_one_time_is_good_for_choosing_the_next(home: Served) -> None:
    """Then she comes in with that."""
    once = home.running.ask(ResetPassword(QUALITY.user), ADMINISTRATOR)["one_time_password"]
    stranger = home.stranger()
    entry = {"user": QUALITY.user, "password": once}
    refused = stranger.post("/api/session", json=entry)
    assert (refused.status_code, refused.json()["error"]) == (401, "one_time_password")
    assert stranger.post("/api/password", json={**entry, "new": "short"}).status_code == 422
    chosen = {**entry, "new": "well within the limits"}
    assert stranger.post("/api/password", json=chosen).status_code == 200
    entry["password"] = chosen["new"]
    assert stranger.post("/api/session", json=entry).status_code == 200


@pytest.mark.parametrize(
    ("lang", "says"), [("en-GB,en;q=0.9", "Sign in"), ("zh-CN,zh", "请先登录")]
)
def test_a_refusal_is_one_sentence_in_the_language_of_the_reader(
    home: Served, lang: str, says: str
) -> None:
    """And every answer says what a page may do."""
    client = TestClient(home.app, base_url=ORIGIN, headers={"accept-language": lang})
    refused = client.get("/api/plant")
    assert says in refused.json()["text"]
    assert "default-src 'self'" in refused.headers["content-security-policy"]
    assert refused.headers["x-frame-options"] == "DENY"
    assert refused.headers["cache-control"] == "no-store"
