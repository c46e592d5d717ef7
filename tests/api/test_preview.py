"""What the page asks before Start, over HTTP."""

from tests.api.house import Served
from tests.app.running_house import ADMINISTRATOR


def test_a_batch_that_nobody_could_make_is_refused_in_one_sentence(home: Served) -> None:
    """Whoever may not start one is not told what it would use, either."""
    page = home.local()
    refused = page.post("/api/batches/preview", recipe="nobody-knows", tonnes="1")
    assert refused.status_code == 404
    assert "nobody-knows" in refused.json()["text"]
    administrator = home.signed_in(ADMINISTRATOR)
    assert administrator.post("/api/batches/preview", recipe="a", tonnes="1").status_code == 403


def test_the_plant_says_what_its_materials_are_called(home: Served) -> None:
    """In both languages, raw materials and products alike."""
    materials = home.local().get("/api/plant").json()["materials"]
    assert materials["iron-phosphate"] == {"en": "Iron phosphate", "zh": "磷酸铁"}
    assert "lfp-26" in materials
