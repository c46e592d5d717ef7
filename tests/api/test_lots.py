"""Lots over HTTP: what is there, where it came from, where it went, and keeping one back."""

import pytest

from tests.api.house import Page, Served
from tests.app.running_house import ENGINEER, QUALITY

LOT = "mini-001-L1"


def made(home: Served) -> Page:
    """A batch was made; its page."""
    page = home.local()
    page.post("/api/batches", recipe="mini", tonnes="0.5")
    home.running.until_states("COMPLETE")
    return page


def test_a_lot_is_traced_back_and_a_raw_lot_forward(home: Served) -> None:
    """What one says of the other is the same, and every material has its names."""
    page = made(home)
    told = page.get("/api/lots").json()
    raw = [each for each in told["lots"] if each["raw"]]
    assert {each["material"] for each in raw} <= set(told["materials"])
    assert all(set(each) == {"en", "zh"} for each in told["materials"].values())
    (product,) = [each for each in told["lots"] if not each["raw"]]
    assert product["lot"] == LOT
    assert product["mass_kg"] == pytest.approx(product["remaining_kg"])

    origins = page.get(f"/api/lots/{LOT}/origins").json()
    shares = [each for lots in origins["materials"].values() for each in lots]
    for each in shares:
        uses = page.get(f"/api/lots/{each['lot']}/uses").json()
        packed = sum(bag["kg"] for bag in uses["bags"] if bag["lot"] == LOT)
        assert packed == pytest.approx(each["kg_per_kg"] * origins["mass_kg"])
    bag = page.get(f"/api/lots/{origins['bags'][0]}/origins").json()
    assert (bag["bag"], bag["lot"]) == (origins["bags"][0], LOT)
    assert page.get("/api/lots/no-such-lot/origins").status_code == 404


def test_a_lot_is_kept_back_and_let_go_with_a_reason_and_a_signature(home: Served) -> None:
    """Whoever sits at the machine cannot sign; only the quality engineer lets go."""
    path = f"/api/lots/{LOT}"
    nobody = made(home)
    refused = nobody.post(f"{path}/quarantine", reason="a smell")
    assert refused.json()["error"] == "signature_needed"

    quality, engineer = home.signed_in(QUALITY), home.signed_in(ENGINEER)
    kept = quality.post(f"{path}/quarantine", reason="a smell", password=QUALITY.password)
    assert kept.status_code == 200, kept.text
    told = {each["lot"]: each["status"] for each in quality.get("/api/lots").json()["lots"]}
    assert told[LOT] == "quarantine"

    wish = {"reason": "it was the tea", "password": ENGINEER.password}
    assert engineer.post(f"{path}/release", **wish).json()["error"] == "not_permitted"
    wish["password"] = QUALITY.password
    assert quality.post(f"{path}/release", **wish).status_code == 200
    assert quality.post(f"{path}/release", **wish).status_code == 409
