"""Reads a page as a strict reader would: well formed, without script or network."""

import re
from xml.etree import ElementTree as ET


def read(page: str) -> ET.Element:
    """The page as a tree; it is well formed enough to be read as XML."""
    assert page.startswith("<!DOCTYPE html>\n")
    return ET.fromstring(page.removeprefix("<!DOCTYPE html>"))


def words(element: ET.Element | None) -> str:
    """What a reader sees of an element."""
    assert element is not None
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def section(tree: ET.Element, name: str) -> ET.Element:
    """The part of a page that its contents call ``name``."""
    found = tree.find(f".//section[@id='{name}']")
    assert found is not None
    return found


def marked_rows(element: ET.Element) -> list[str]:
    """The rows that stand out."""
    return [words(row) for row in element.iterfind(".//tr[@class='abnormal']")]


def paths(element: ET.Element, kind: str) -> list[str]:
    """The lines of one kind in the drawings of an element, legends left out."""
    return [
        path.attrib["d"]
        for figure in element.iter("figure")
        for drawing in figure.findall("svg")
        for path in drawing.iter("path")
        if kind in path.attrib["class"].split()
    ]
