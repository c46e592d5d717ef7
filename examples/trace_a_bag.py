"""Trace a bag back to its raw lots and kiln rows, and a raw lot forward to the bags."""

from pathlib import Path

from lizao.app.clock import SystemClock
from lizao.app.home import reading_home
from lizao.app.house import MakeOrder, Presence, make
from lizao.app.making import Pace
from lizao.app.settings import Settings
from lizao.material.genealogy import trace_back, trace_forward
from lizao.model.identifiers import BagId, LotId
from lizao.model.instants import in_hours

settings = Settings(home=Path("home"), state=Path("state"))
alone = Presence(interrupted=lambda: False, watch=lambda _: None)
_, result = make(MakeOrder("lfp-24", "2", seed=1), settings, SystemClock(), Pace(), alone)

with reading_home(settings.home, None) as home:
    back = trace_back(home.rooms.book, BagId(result.values["bags"][0]))
    print(f"{back.id}, {back.mass_kg:.0f} kg")
    for material, lots in back.materials.items():
        for lot in lots:
            print(f"  {material:20s} {lot.lot:22s} {lot.share:7.1%} {lot.kg_per_kg:8.4f} kg/kg")
    first = back.rows[0]
    assert first.until is not None
    hours = in_hours(first.until - first.since)
    print(f"  {len(back.rows)} kiln rows, the first {first.kiln} row {first.row}: {hours:.1f} h")

    forward = trace_forward(home.rooms.book, LotId("iron-phosphate-01"))
    kg = sum(found.kg for found in forward.bags)
    print(f"{forward.lot}: {kg:.0f} of {forward.charged_kg:.0f} kg charged are in bags")
