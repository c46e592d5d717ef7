"""Copy the reference site, change a formula, and see what fits the plant and what does not."""

from pathlib import Path

from lizao.documents.check import check_recipe
from lizao.documents.recipe_file import load_recipe
from lizao.documents.site import init_site, load_site

folder = init_site(Path("my-site"))
site = load_site(folder)
materials = [each.name for each in site.materials]
file = folder / "recipes" / "lfp-26.yaml"
master = file.read_text(encoding="utf-8")


def with_default(name: str, default: str) -> str:
    """The recipe with another default of one formula parameter."""
    before, line, after = master.partition(f"  {name}:\n")
    assert line
    old = after[after.index("default: ") + 9 : after.index(", low")]
    return before + line + after.replace(f"default: {old}", f"default: {default}", 1)


def check(text: str) -> None:
    """Write the recipe and hold it against the plant."""
    file.write_text(text, encoding="utf-8")
    faults = check_recipe(file, site.plant(), materials)
    for fault in faults:
        print(
            f"{Path(fault.file).name}:{fault.line}: {fault.thing} = {fault.value} ({fault.limit})"
        )
    if not faults:
        soak = load_recipe(file).parameter("soak1_temperature")
        assert soak is not None
        print(f"fits: {soak.name} {soak.default:g} {soak.unit}, {soak.low:g} to {soak.high:g}")


check(with_default("soak1_temperature", "765"))
check(with_default("soak1_temperature", "1200"))
check(master.replace("service: disperse", "service: whisk", 1))
