"""The pages about the virtual plant's unit operations: made from the plant file and the equations.

``python -m lizao.testing.plant_pages DIR`` writes a page and a picture for each.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lizao.documents.site import load_site, reference_site
from lizao.documents.yaml_source import read_paper
from lizao.model.equipment import Plant
from lizao.testing.plant_curves import (
    Curves,
    capacity,
    compaction,
    conveying,
    cuts,
    dosing,
    drying,
    firing,
    kiln,
    milling,
    packing,
)
from lizao.testing.plant_picture import picture

RECIPE: Final = "lfp-26"
PLANT: Final = "line"
ZONES: Final = "zone_"
"""The profile is in the picture, not in the table."""


@dataclass(frozen=True, slots=True)
class Page:
    """One unit operation: what is written about it, whose numbers it has, and its response."""

    name: str
    title: str
    equations: tuple[str, ...]
    assumed: tuple[str, ...]
    classes: tuple[str, ...]
    groups: tuple[str, ...]
    curves: Callable[[Plant, Mapping[str, float]], Curves]


PAGES: Final = (
    Page(
        "dosing",
        "Dosing and premix",
        ("n_Li = r_LiFe · n_Fe", "n_P = n_Fe / r_FeP", "m_water = m_dry (1 − w_s) / w_s"),
        (
            "Ratios follow the certificates; phosphoric acid brings Fe/P down to its target.",
            "A load cell has a bias of its own and scatter; the tank mixes with one time constant.",
        ),
        ("premix",),
        ("slurry", "rheology"),
        dosing,
    ),
    Page(
        "milling",
        "Bead milling",
        ("x50 = x_c (E / E_c)^−α", "dE/dt = (P − P0) / m_s", "P ∝ v_tip³ √fill"),
        (
            "Energy adds up; a recirculated tank has one mean specific energy.",
            "Missing beads leave the powder coarser at the same energy.",
        ),
        ("coarse-mill", "fine-mill", "mill-tank"),
        ("size_law", "stressing", "wear"),
        milling,
    ),
    Page(
        "drying",
        "Spray drying",
        (
            "m_a cp (T_in − T_out) = F_w (λ + cp_v T_out − cp_w T_feed) (1 + loss)",
            "X = X_e + k_X RH^1.5 + k_d (D / 15 µm)²",
            "D = 15 µm (ω / 14000)^−0.9 (w_s / 0.40)^0.35",
        ),
        (
            "The fan runs at its design flow; the feed pump holds the outlet temperature.",
            "Gas and wall follow with two time constants after a dead time.",
        ),
        ("dryer",),
        ("dryer_heat", "residual_moisture", "granules"),
        drying,
    ),
    Page(
        "kiln",
        "Roller-hearth kiln: zones and bed",
        (
            "C dT_i/dt = P_i − U (T_i − T_lining) + κ (T_i−1 − 2 T_i + T_i+1) − load − gas",
            "∂T/∂t = a ∂²T/∂z² in the bed of a saggar",
        ),
        (
            "Two time scales: an inner face and a lining; heaters act after a dead time.",
            "Rows move in plug flow; the fast plant gives a bed two layers, the picture twelve.",
            "Saggars crack and lose coating by their mean age; what cracks is replaced at once.",
        ),
        ("first-kiln",),
        ("bed",),
        kiln,
    ),
    Page(
        "firing",
        "Reaction, carbon and grain",
        (
            "2 FePO4 + Li2CO3 + C → 2 LiFePO4 + CO2 + CO",
            "dθ/dt = A exp(−E/RT), α = 1 − exp(−θ⁴)",
            "dG³/dt = k0 exp(−Q/RT) · 1.751 / (1 + (w_C / 1.5)²)",
        ),
        (
            "Carbon reduces iron mol by mol; oxygen of the gas burns some of the rest.",
            "The rate of grain growth is set for a bed of 70 mm.",
        ),
        ("second-kiln",),
        ("formation", "dehydration", "grain", "carbon_use", "lithium_loss", "kinetics"),
        firing,
    ),
    Page(
        "jet-mill",
        "Jet milling and classifying",
        ("D50 = 1.2 µm (e / 180)^−0.75 (n / n0)^−0.9", "dM/dt = F − W g(M)"),
        (
            "The mean size depends on the specific energy and the classifier's speed alone.",
            "The final mills run at two speeds; what they give is joined in the blender.",
        ),
        ("intermediate-jet-mill", "coarse-cut-jet-mill", "fine-cut-jet-mill"),
        ("jet_mill",),
        cuts,
    ),
    Page(
        "conveying",
        "Pneumatic conveying",
        ("G = G_max exp(−((v − 28) / 14)²)", "a plug below 9 m/s"),
        ("One velocity for a line; powder takes up water only where it stands open.",),
        ("pneumatic-line",),
        ("line",),
        conveying,
    ),
    Page(
        "blending",
        "Blending and compaction",
        (
            "B = exp(−((f − 0.30) / 0.12)²)",
            "PD = 2.20 + 0.22 ln(G/150) + 0.15 B − 0.10 (w_C − 1.3) + P + S2",
        ),
        ("Bimodality follows from the share of fines; the map is fitted to published points.",),
        ("blender",),
        ("gradation", "compaction", "surface"),
        compaction,
    ),
    Page(
        "capacity",
        "Capacity",
        ("Q(R) = Q01 [1 − (Rτ)^n (1 − exp(−(Rτ)^−n))]", "τ = 0.013 + 0.010 (G / 300)² h"),
        ("A surrogate for the cell; room temperature, half cell.",),
        (),
        ("capacity", "rate_law"),
        capacity,
    ),
    Page(
        "packing",
        "Sieve, magnet, packing room",
        ("m = m0 (1 − η)^passes", "X = X_bound + k RH(dew point)"),
        ("Powder comes to rest with the room within hours; a bag is tight.",),
        ("sieve", "pack-bin", "packer"),
        ("magnet", "pickup"),
        packing,
    ),
)


def write_pages(folder: Path) -> None:
    """Write every page with its picture into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    site = load_site()
    plant = site.plant(PLANT)
    formula = {each.name: each.default for each in site.recipe(RECIPE).formula}
    paper: Any = read_paper(reference_site() / "plants" / f"{PLANT}.yaml").data
    for page in PAGES:
        (folder / f"{page.name}.svg").write_text(
            picture(page.title, page.curves(plant, formula)), encoding="utf-8"
        )
        lines = "\n".join(_lines(page, paper))
        (folder / f"{page.name}.md").write_text(lines + "\n", encoding="utf-8")


def _lines(page: Page, paper: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {page.title}"
    yield ""
    yield "```"
    yield from page.equations
    yield "```"
    yield ""
    yield f"![{page.title}]({page.name}.svg)"
    yield ""
    yield "What is assumed:"
    yield ""
    yield from (f"- {each}" for each in page.assumed)
    yield ""
    yield f"## Numbers of the plant `{PLANT}`"
    yield ""
    yield "| Number | Value | Unit | Source |"
    yield "|---|---|---|---|"
    for name in page.groups:
        yield from _rows(name, paper["coefficients"][name])
    for name in page.classes:
        yield from _rows(name, paper["classes"][name].get("coefficients", {}))
    yield ""
    yield "Made by `make docs` from the plant file and the equations."


def _rows(owner: str, numbers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, each in numbers.items():
        if not name.startswith(ZONES):
            unit = each.get("unit", "")
            yield f"| `{owner}.{name}` | {each['value']} | {unit} | {each['source']} |"


def main(arguments: Sequence[str]) -> None:
    """Write the pages into the folder that was named."""
    write_pages(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
