"""The plant, how it stands, and the words for it."""

from collections.abc import Mapping
from functools import cache

from fastapi import APIRouter

from lizao.api.guards import InHouse, Watching
from lizao.api.written import Written
from lizao.app.answers.answer import Bilingual
from lizao.app.answers.plant import Plant
from lizao.app.answers.status import Status
from lizao.app.queries import plant_values
from lizao.documents.site import load_site
from lizao.model.errors import NoControllerError
from lizao.model.material import Material
from lizao.texts.keys import all_texts
from lizao.texts.languages import Language

router = APIRouter(prefix="/api", tags=["plant"])


@router.get("/plant")
def plant(house: InHouse, _: Watching) -> Written[Plant]:
    """Units, services, transfers and signals of the plant, and what its materials are called."""
    with house.follower.reading() as home:
        told = plant_values(home.foundation.plant)
    materials = load_site(house.site, with_recipes=False).materials
    return Written({**told, "materials": {each.name: _title(each) for each in materials}})


def _title(material: Material) -> Bilingual:
    return {"en": material.title_en, "zh": material.title_zh}


@router.get("/status")
def standing(house: InHouse, _: Watching) -> Written[Status]:
    """Everything at one instant, under the number of the last fact."""
    told = house.status()
    if told is None:
        raise NoControllerError(str(house.folder))
    return Written(told)


@router.get("/texts/{lang}")
def texts(lang: Language) -> Written[Mapping[str, str]]:
    """Every text of the catalogue in one language, by its key; no secret, so for everybody."""
    return Written(_texts(lang))


@cache
def _texts(lang: Language) -> Mapping[str, str]:
    return {key: each[lang] for key, each in all_texts().items()}
