"""A site: a folder of data, read whole but for its plants: each is read when it is asked for."""

import importlib.resources
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from lizao.documents.acceptance_file import load_acceptance
from lizao.documents.comparison_file import load_comparison
from lizao.documents.material_file import RawMaterial, load_material
from lizao.documents.paper_schemas import SiteFile
from lizao.documents.plant_file import load_plant
from lizao.documents.product_file import Product, load_product
from lizao.documents.recipe_file import load_recipe
from lizao.documents.validation import validated
from lizao.documents.yaml_source import read_paper
from lizao.model.acceptance import Acceptance
from lizao.model.comparison import Comparison
from lizao.model.equipment import Plant
from lizao.model.errors import DocumentError, UnknownNameError
from lizao.model.identifiers import MaterialName
from lizao.model.material import Material
from lizao.model.quality import Specification
from lizao.model.recipe import MasterRecipe

REFERENCE_SITE: Final = "lfp"
PLANT: Final = "plant"
RECIPE: Final = "recipe"
PRODUCT: Final = "product"
ACCEPTANCE: Final = "acceptance"
COMPARISON: Final = "comparison"
_Paper = TypeVar("_Paper")


@dataclass(frozen=True, slots=True)
class Plants:
    """The plants of a site by name, each read when it is asked for: a large one takes its time."""

    site: str
    files: Mapping[str, Path]
    deliveries: Mapping[str, float]
    read: dict[str, Plant] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Plant:
        """The plant called ``name``; raises the first DocumentError of its file."""
        if name not in self.read:
            path = self.files[name]
            plant = load_plant(path, self.site, self.deliveries)
            self.read[name] = _named_as_file(path, plant, plant.name)
        return self.read[name]

    def __contains__(self, name: str) -> bool:
        """Whether the site has a plant of that name."""
        return name in self.files

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter(self.files)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a site's folder says; ``plant_name`` is the plant it runs by default."""

    name: str
    title_en: str
    title_zh: str
    folder: Path
    plant_name: str
    plants: Plants
    recipes: Mapping[str, MasterRecipe]
    products: Mapping[MaterialName, Specification]
    materials: tuple[Material, ...]
    """Raw materials and products."""
    deliveries: Mapping[str, float]
    """What the virtual suppliers deliver: already among the coefficients of every plant."""
    acceptances: Mapping[str, Acceptance] = field(default_factory=dict)
    """What a virtual plant must show, by the recipe that it makes meanwhile."""
    main_recipe: str | None = None
    """The recipe that is offered first."""
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)
    """How ways of working are compared, by the recipe that is made."""

    @property
    def texts(self) -> Path:
        """The folder of the site's own texts."""
        return self.folder / "texts"

    def plant(self, name_or_file: str | None = None) -> Plant:
        """A plant of the site by name, or of a file elsewhere; the site's own plant by default."""
        name = name_or_file or self.plant_name
        if name in self.plants:
            return self.plants[name]
        if Path(name).suffix in {".yaml", ".yml"}:
            return load_plant(Path(name), self.name, self.deliveries)
        raise UnknownNameError(PLANT, name, ", ".join(self.plants))

    def recipe(self, name: str) -> MasterRecipe:
        """The recipe called ``name``; UnknownNameError if the site has none."""
        if name not in self.recipes:
            raise UnknownNameError(RECIPE, name, ", ".join(self.recipes))
        return self.recipes[name]

    def acceptance_of(self, plant: Plant) -> Acceptance:
        """How a plant is tried: by the first acceptance whose recipe its classes can make.

        UnknownNameError if the site has none.
        """
        return self._for(plant, ACCEPTANCE, self.acceptances)

    def comparison_of(self, plant: Plant) -> Comparison:
        """How ways of working are compared on a plant: by the first recipe its classes can make.

        UnknownNameError if the site has none.
        """
        return self._for(plant, COMPARISON, self.comparisons)

    def _for(self, plant: Plant, kind: str, papers: Mapping[str, _Paper]) -> _Paper:
        """The first of the papers, by recipe, whose recipe the classes of a plant can make."""
        classes = {each.unit_class for each in plant.units}
        for recipe, each in papers.items():
            if classes.issuperset(self.recipe(recipe).roles.values()):
                return each
        raise UnknownNameError(kind, plant.name, ", ".join(papers))

    def specification(self, recipe: MasterRecipe) -> Specification:
        """What the product of a recipe is judged by; UnknownNameError if the site has none."""
        found = self.products.get(recipe.product)
        if found is None:
            raise UnknownNameError(PRODUCT, recipe.product, ", ".join(self.products))
        return found

    def recipe_file(self, name: str) -> Path:
        """The file that the recipe called ``name`` was read from."""
        return self.folder / "recipes" / f"{name}.yaml"


def reference_site() -> Path:
    """The folder of the reference site that comes with the package."""
    return Path(str(importlib.resources.files("lizao").joinpath("sites", REFERENCE_SITE)))


def load_site(folder: Path | None = None, *, with_recipes: bool = True) -> Site:
    """The site in ``folder``, by default the reference site; raises the first DocumentError.

    Without recipes a fault in one of them is nobody's concern.
    """
    folder = folder or reference_site()
    paper = read_paper(folder / "site.yaml")
    file = validated(paper, SiteFile)
    paper.refuse()
    assert file is not None, "a paper without faults has a site"
    raw = _read_all(folder / "materials", load_material, lambda each: each.material.name)
    products = _read_all(folder / "products", load_product, lambda each: each.material.name)
    deliveries = {name: value for each in raw.values() for name, value in each.delivery.items()}
    plants = Plants(file.site, _papers(folder / "plants"), deliveries)
    recipes: Mapping[str, MasterRecipe] = {}
    if with_recipes:
        recipes = _read_all(folder / "recipes", load_recipe, lambda each: each.name)
    acceptances: Mapping[str, Acceptance] = {}
    comparisons: Mapping[str, Comparison] = {}
    if with_recipes:
        acceptances = _read_all(folder / "acceptance", load_acceptance, lambda each: each.recipe)
        comparisons = _read_all(folder / "comparison", load_comparison, lambda each: each.recipe)
    if file.plant not in plants:
        paper.fault(("plant",), "plant", file.plant, ", ".join(plants), "unknown_plant")
    if recipes and file.recipe is not None and file.recipe not in recipes:
        paper.fault(("recipe",), "recipe", file.recipe, ", ".join(recipes), "unknown_recipe")
    paper.refuse()
    return Site(
        name=file.site,
        title_en=file.title.en,
        title_zh=file.title.zh,
        folder=folder,
        plant_name=file.plant,
        plants=plants,
        recipes=recipes,
        products={each.material.name: each.specification for each in products.values()},
        materials=_materials(raw, products),
        deliveries=deliveries,
        acceptances=acceptances,
        main_recipe=file.recipe,
        comparisons=comparisons,
    )


def _materials(
    raw: Mapping[str, RawMaterial], products: Mapping[str, Product]
) -> tuple[Material, ...]:
    return (
        *(each.material for each in raw.values()),
        *(each.material for each in products.values()),
    )


def _read_all(
    folder: Path, load: Callable[[Path], _Paper], name: Callable[[_Paper], str]
) -> dict[str, _Paper]:
    """Every paper of a folder by the name it gives itself, which must be the name of its file."""
    papers = {}
    for stem, path in _papers(folder).items():
        paper = load(path)
        papers[stem] = _named_as_file(path, paper, name(paper))
    return papers


def _papers(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def _named_as_file(path: Path, paper: _Paper, name: str) -> _Paper:
    if name != path.stem:
        raise DocumentError(str(path), 1, path.parent.name, name, path.stem, "wrong_name")
    return paper


def init_site(folder: Path) -> Path:
    """Copy the reference site to ``folder``; DocumentError unless that is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DocumentError(str(folder), 1, "site", folder.name, "", "not_empty")
    shutil.copytree(reference_site(), folder, dirs_exist_ok=True)
    return folder
