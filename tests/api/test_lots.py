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


def test_a_delivery_is_taken_in_from_the_page(home: Served) -> None:
    """What its certificate must say is told before; what is wrong is one sentence."""
    page = home.local()
    told = page.get("/api/lots/receivable").json()
    assert told["places"] == ["store"]
    assert (told["least_kg"], told["most_kg"]) == (1.0, 1_000_000.0)
    said = {each["material"]: [x["name"] for x in each["values"]] for each in told["materials"]}
    assert said == {"powder": ["water"], "additive": ["water"], "water": ["water"]}
    delivery = {"material": "powder", "mass": "20", "supplier_lot": "HB-17"}
    refused = page.post("/api/lots", **delivery, certificate={"water": "70"})
    assert (refused.status_code, refused.json()["error"]) == (422, "value_outside_limits")
    taken = page.post("/api/lots", **delivery, certificate={"water": "0.4"})
    assert (taken.status_code, taken.json()["lot"]) == (201, "powder-r01")
    again = page.post("/api/lots", **delivery, certificate={"water": "0.4"})
    assert (again.status_code, again.json()["error"]) == (409, "delivery_known")
    home.house.follower.keep_up()
    (row,) = [x for x in page.get("/api/lots").json()["lots"] if x["lot"] == "powder-r01"]
    assert (row["mass_kg"], row["supplier_lot"], row["simulated"]) == (20_000.0, "HB-17", False)
