"""Versions of recipes over HTTP: listed, read, compared, registered and signed by two."""

from typing import Any

from tests.api.house import Page, Served
from tests.app.running_house import ENGINEER, QUALITY


def rows(page: Page) -> dict[tuple[str, str], dict[str, Any]]:
    """The versions as they are told, by name and version."""
    told = page.get("/api/recipes/versions").json()["recipes"]
    return {(each["recipe"], each["version"]): each for each in told}


def test_what_the_files_of_the_site_say_is_listed_and_read(home: Served) -> None:
    """With formula, charges, units, and every step with how deep it lies."""
    page = home.local()
    (version,) = (version for name, version in rows(page) if name == "lfp-24")
    listed = rows(page)["lfp-24", version]
    assert (listed["origin"], listed["status"], listed["signatures"]) == ("site", "approved", [])
    told = page.get(f"/api/recipes/versions/lfp-24/{version}").json()
    assert {each["name"] for each in told["parameters"]} >= {"bag_mass"}
    assert told["parameters"][0]["scaling"] in {"fixed", "linear"}
    assert {each["material"] for each in told["charges"]} >= {"iron-phosphate"}
    tops = [each for each in told["procedure"] if each["depth"] == 0]
    assert {each["form"] for each in tops} == {"unit_procedure"}
    phases = [each for each in told["procedure"] if each["form"] == "phase"]
    assert any(each["settings"] for each in phases)
    assert all(each["task"] for each in phases)
    assert page.get("/api/recipes/versions/lfp-24/none").status_code == 404


def test_two_versions_are_compared_in_sentences(home: Served) -> None:
    """A version against itself differs in nothing."""
    page = home.local()
    (one,) = (version for name, version in rows(page) if name == "lfp-24")
    (two,) = (version for name, version in rows(page) if name == "lfp-26")
    same = page.get(f"/api/recipes/difference?old=lfp-24@{one}&new=lfp-24@{one}").json()
    assert same == {"changes": []}
    path = f"/api/recipes/difference?old=lfp-24@{one}&new=lfp-26@{two}"
    changes = page.get(path).json()["changes"]
    assert "product: lfp-24 → lfp-26" in {each["text"] for each in changes}
    chinese = page.client.get(path, headers={"accept-language": "zh"}).json()["changes"]
    assert "产品：lfp-24 → lfp-26" in {each["text"] for each in chinese}


def test_a_version_is_registered_verified_and_approved_by_two_who_sign(home: Served) -> None:
    """Without the password nothing is signed; a file that the site has not is not read."""
    engineer, quality = home.signed_in(ENGINEER), home.signed_in(QUALITY)
    assert engineer.post("/api/recipes/nothing/register").status_code == 404
    assert home.local().post("/api/recipes/lfp-24/register").status_code == 403
    registered = engineer.post("/api/recipes/lfp-24/register").json()
    assert (registered["recipe"], registered["status"]) == ("mini", "draft")
    unsigned = engineer.post("/api/recipes/mini/1/verify", reason="trial 7")
    assert (unsigned.status_code, unsigned.json()["error"]) == (401, "signature_needed")
    signs = {"reason": "trial 7", "password": ENGINEER.password}
    assert engineer.post("/api/recipes/mini/1/verify", **signs).json()["status"] == "verified"
    assert engineer.post("/api/recipes/mini/1/approve", **signs).status_code >= 400
    signs["password"] = QUALITY.password
    assert quality.post("/api/recipes/mini/1/approve", **signs).json()["status"] == "approved"
    told = rows(quality)["mini", "1"]
    assert [each["by"] for each in told["signatures"]] == [ENGINEER.user, QUALITY.user]
    assert told["registered"]["by"] == ENGINEER.user
    assert quality.get("/api/recipes/versions/mini/1").status_code == 200
