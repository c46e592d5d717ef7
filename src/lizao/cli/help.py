"""Help and usage errors in the language of the reader."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import typer
from typer.core import TyperGroup

from lizao.cli.common import HELP, HOME, LANG, USER
from lizao.texts import Texts

PROGRAM: Final = "lizao"
MARGIN: Final = 2
NO_SUCH_COMMAND: Final = re.compile(r"No such command '(.*?)'")
USAGE_ERRORS: Final[type[Exception]] = typer.BadParameter.__bases__[0]
"""What typer raises for a wrong command line; it shows only this child of it by name."""


def find(command: object, words: Sequence[str]) -> tuple[object, str]:
    """The command that ``words`` lead to, and the words that call it."""
    path = [PROGRAM]
    for word in words:
        found = command.commands.get(word) if isinstance(command, TyperGroup) else None
        if found is None:
            break
        command = found
        path.append(word)
    return command, " ".join(path)


def page(command: object, path: str, texts: Texts) -> str:
    """How a command is used, what it does and takes."""
    params = list(getattr(command, "params", ()))
    arguments = [each for each in params if each.param_type_name == "argument"]
    options = [each for each in params if each.param_type_name == "option"]
    usage = [path]
    sections: list[tuple[str, list[tuple[str, str]]]] = []
    if isinstance(command, TyperGroup):
        usage.append(texts("cli.word.command"))
        listed = ((name, texts(str(each.help))) for name, each in command.commands.items())
        sections.append(("commands", list(listed)))
    usage += (str(each.metavar) for each in arguments)
    usage += (f"{each.opts[0]} {each.metavar}" for each in options if each.required)
    usage.append(f"[{texts('cli.word.options')}]")
    sections.append(("arguments", [(str(each.metavar), texts(each.help)) for each in arguments]))
    sections.append(("options", [(_option(each), texts(each.help)) for each in options]))
    sections.append(("everywhere", list(_everywhere(texts))))
    return "\n".join(
        [
            f"{texts('cli.word.usage')} {' '.join(usage)}",
            "",
            " " * MARGIN + texts(str(getattr(command, "help", ""))),
            *_sections(sections, texts),
        ]
    )


def _everywhere(texts: Texts) -> Iterator[tuple[str, str]]:
    yield f"{HOME} DIR", texts("cli.option.home")
    yield f"{USER} NAME", texts("cli.option.user")
    yield f"{LANG} en|zh", texts("cli.option.lang")
    yield HELP, texts("cli.option.help")


def _option(option: object) -> str:
    name, metavar = getattr(option, "opts", [""])[0], getattr(option, "metavar", None)
    return f"{name} {metavar}" if metavar else str(name)


def _sections(sections: Iterable[tuple[str, list[tuple[str, str]]]], texts: Texts) -> Iterator[str]:
    filled = [(title, rows) for title, rows in sections if rows]
    width = max(len(name) for _, rows in filled for name, _ in rows)
    for title, rows in filled:
        yield ""
        yield texts(f"cli.heading.{title}")
        yield from (f"{' ' * MARGIN}{name.ljust(width)}  {said}" for name, said in rows)


def usage_error(error: Exception, texts: Texts) -> str:
    """What is wrong with the command line, in one sentence."""
    message = str(getattr(error, "message", error))
    unknown = NO_SUCH_COMMAND.match(message)
    if unknown is not None:
        return texts("cli.wrong.command", value=unknown[1])
    match type(error).__name__:
        case "NoSuchOption":
            return texts("cli.wrong.option", value=getattr(error, "option_name", ""))
        case "MissingParameter":
            return texts("cli.wrong.missing", value=_name(error))
        case "BadParameter" if getattr(error, "param", None) is not None:
            return texts("cli.wrong.value", thing=_name(error), fault=message)
        case _:
            return texts("cli.wrong.other", fault=message)


def _name(error: Exception) -> str:
    param = getattr(error, "param", None)
    is_option = getattr(param, "param_type_name", "") == "option"
    return _option(param) if is_option else str(getattr(param, "metavar", ""))
