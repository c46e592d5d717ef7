"""What is long travels packed to whoever can unpack it."""

from tests.api.house import Served


def test_what_is_long_is_packed_for_who_can_unpack_it(home: Served) -> None:
    """The texts shrink to less than a third; a short answer stays as it is."""
    page = home.local()

    packed = page.get("/api/texts/en")
    plain = page.get("/api/texts/en", **{"accept-encoding": "identity"})
    short = page.get("/api/session")

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in {*plain.headers, *short.headers}
    assert 3 * int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.json() == plain.json()
