"""The pages about the virtual plant are those that its file and its equations make."""

from pathlib import Path

from lizao.testing.plant_pages import PAGES, main
from tests.meta.repository import ROOT

PUBLISHED = ROOT / "docs" / "explanation" / "plant"


def test_the_pages_are_not_stale(tmp_path: Path) -> None:
    """Whoever changes the plant file or an equation says ``make docs``."""
    main([str(tmp_path)])
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in PUBLISHED.iterdir())
    assert len(made) == 2 * len(PAGES)
    for name in made:
        fresh = (tmp_path / name).read_text(encoding="utf-8")
        assert (PUBLISHED / name).read_text(encoding="utf-8") == fresh, name


def test_every_number_on_a_page_has_its_source() -> None:
    """No row of a table ends empty."""
    for page in PAGES:
        text = (PUBLISHED / f"{page.name}.md").read_text(encoding="utf-8")
        rows = [line for line in text.splitlines() if line.startswith("| `")]
        assert rows, page.name
        assert all(line.split("|")[4].strip() for line in rows), page.name
