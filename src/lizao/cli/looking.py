"""Commands that look at what was made: record, trace, certificate, lots."""

from pathlib import Path

import typer

from lizao.cli import options
from lizao.cli.door import DONE, Door, door_of, print_json


def record(
    context: typer.Context,
    batch: options.Batch,
    *,
    html: options.HtmlFile = None,
    site: options.Site = None,
    json: options.Json = False,
) -> int:
    """Show the record of a batch, or write it as a page."""
    from lizao.app.home import reading_home
    from lizao.app.queries import batch_of, master_of
    from lizao.app.record import batch_record

    door = door_of(context)
    settings = door.settings(site)
    with reading_home(settings.home, settings.database_url) as home:
        run = home.rooms.run.batches[batch_of(home, batch)]
        master = master_of(run.recipe, home.rooms.recipes, settings.site)
        found = batch_record(home, batch, door.texts, master, with_plots=html is not None or json)
    if html is not None:
        from lizao.app.pages import record_html

        _write(door, html, record_html(found, door.texts), silent=json)
    if json:
        print_json(found)
    elif html is None:
        from lizao.cli.papers import print_record

        print_record(door, found)
    return DONE


def certificate(
    context: typer.Context,
    lot: options.Lot,
    *,
    html: options.HtmlFile = None,
    json: options.Json = False,
) -> int:
    """Show the certificate of a lot, or write it as a page."""
    from lizao.app.home import reading_home
    from lizao.app.record import lot_certificate

    door = door_of(context)
    settings = door.settings()
    with reading_home(settings.home, settings.database_url) as home:
        found = lot_certificate(home, lot)
    if html is not None:
        from lizao.app.pages import certificate_html

        _write(door, html, certificate_html(found, door.texts), silent=json)
    if json:
        print_json(found)
    elif html is None:
        from lizao.cli.papers import print_certificate

        print_certificate(door, found)
    return DONE


def trace(
    context: typer.Context,
    name: options.LotOrBag,
    *,
    forward: options.Forward = False,
    json: options.Json = False,
) -> int:
    """Trace a bag or lot to its raw lots and kiln rows, or a raw lot to where it went."""
    from lizao.app.home import reading_home
    from lizao.app.queries import traced_back, traced_forward
    from lizao.cli.tables import print_trace, print_whereabouts

    door = door_of(context)
    settings = door.settings()
    with reading_home(settings.home, settings.database_url) as home:
        if forward:
            whereabouts = traced_forward(home, name)
            print_json(whereabouts) if json else print_whereabouts(door, whereabouts)
        else:
            found = traced_back(home, name)
            print_json(found) if json else print_trace(door, found)
    return DONE


def lots(context: typer.Context, *, json: options.Json = False) -> int:
    """List every lot of the home, raw lots first."""
    from lizao.app.home import reading_home
    from lizao.app.queries import lot_rows
    from lizao.cli.tables import print_lots

    door = door_of(context)
    settings = door.settings()
    with reading_home(settings.home, settings.database_url) as home:
        rows = lot_rows(home)
    print_json({"lots": rows}) if json else print_lots(door, rows)
    return DONE


def _write(door: Door, path: Path, content: str, *, silent: bool) -> None:
    try:
        path.expanduser().write_text(content, encoding="utf-8")
    except OSError as error:
        fault = f"{path}: {error.strerror}"
        raise typer.BadParameter(fault) from None
    door.say("cli.written", path=str(path), stderr=silent)
