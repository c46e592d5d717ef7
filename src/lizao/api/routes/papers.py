"""The papers of a batch and of a lot, as data and as a page to print."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from lizao.api.guards import InHouse, Language, Watching
from lizao.api.house import House
from lizao.api.written import Written
from lizao.app.pages import certificate_html, record_html
from lizao.app.queries import master_of
from lizao.app.record import batch_file, lot_certificate, written
from lizao.app.record_data import LotCertificate, Record
from lizao.texts import Texts

router = APIRouter(prefix="/api", tags=["papers"])
PRINTED: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-modals"
}
"""A printed page runs nothing and loads nothing; its style lies in it."""


def _texts(lang: Language) -> Texts:
    return Texts(lang)


Words = Annotated[Texts, Depends(_texts)]


@router.get("/batches/{batch}/record")
def record(
    house: InHouse, _: Watching, words: Words, batch: str, *, plots: bool = True
) -> Written[Record]:
    """The record of a batch; its curves take longest, and may be left out."""
    return Written(_record(house, words, batch, with_plots=plots))


@router.get("/batches/{batch}/record.html", response_class=HTMLResponse)
def record_page(house: InHouse, _: Watching, words: Words, batch: str) -> HTMLResponse:
    """The record of a batch as one page."""
    found = _record(house, words, batch, with_plots=True)
    return HTMLResponse(record_html(found, words), headers=PRINTED)


def _record(house: House, words: Texts, batch: str, *, with_plots: bool) -> Record:
    """The record of a batch; while the ledger is read, which takes long, others read the home."""
    with house.follower.reading() as home:
        file, book = batch_file(home, batch), home.rooms.recipes
    master = master_of(file.run.recipe, book, house.site)
    with house.follower.ledger() as ledger:
        return written(file, ledger, words, master, with_plots=with_plots)


@router.get("/lots/{lot}/certificate")
def certificate(house: InHouse, _: Watching, lot: str) -> Written[LotCertificate]:
    """The certificate of a lot."""
    with house.follower.reading() as home:
        return Written(lot_certificate(home, lot))


@router.get("/lots/{lot}/certificate.html", response_class=HTMLResponse)
def certificate_page(house: InHouse, _: Watching, words: Words, lot: str) -> HTMLResponse:
    """The certificate of a lot as one page."""
    with house.follower.reading() as home:
        found = lot_certificate(home, lot)
    return HTMLResponse(certificate_html(found, words), headers=PRINTED)
