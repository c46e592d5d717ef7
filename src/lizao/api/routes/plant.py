"""The plant, how it stands, and the words for it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import APIRouter

from lizao.api.guards import InHouse, Watching
from lizao.app.queries import plant_values
from lizao.documents.site import load_site
from lizao.model.errors import NoControllerError
from lizao.model.material import Material
from lizao.texts.keys import all_texts
from lizao.texts.languages import Language

router = APIRouter(prefix="/api", tags=["plant"])


@router.get("/plant")
def plant(house: InHouse, _: Watching) -> dict[str, Any]:
    """Units, services, transfers and signals of the plant, and what its materials are called."""
    with house.follower.reading() as home:
        told = plant_values(home.foundation.plant)
    materials = load_site(house.site, with_recipes=False).materials
    return {**told, "materials": {each.name: _title(each) for each in materials}}


def _title(material: Material) -> dict[str, str]:
    return {"en": material.title_en, "zh": material.title_zh}


@router.get("/status")
def standing(house: InHouse, _: Watching) -> Mapping[str, Any]:
    """Everything at one instant, under the number of the last fact."""
    told = house.status()
    if told is None:
        raise NoControllerError(str(house.folder))
    return told


@router.get("/texts/{lang}")
def texts(lang: Language) -> Mapping[str, str]:
    """Every text of the catalogue in one language, by its key; no secret, so for everybody."""
    return _texts(lang)


@cache
def _texts(lang: Language) -> Mapping[str, str]:
    return {key: each[lang] for key, each in all_texts().items()}
