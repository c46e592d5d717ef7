"""The options that every command takes, wherever they stand: --home, --lang, --help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lizao.texts import Language, Texts, language

HOME: Final = "--home"
USER: Final = "--user"
LANG: Final = "--lang"
HELP: Final = "--help"
END_OF_OPTIONS: Final = "--"
LANG_VARIABLE: Final = "LIZAO_LANG"


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What was typed: the options of every command, and the words that are left."""

    words: tuple[str, ...]
    home: str | None = None
    lang: str | None = None
    help: bool = False
    without_value: str = ""
    user: str = ""

    def language(self, environment: Mapping[str, str]) -> Language:
        """The language asked for here, else in the environment, else that of the locale."""
        return language(self.lang or environment.get(LANG_VARIABLE) or None, environment)

    @property
    def folder(self) -> Path | None:
        """The home asked for."""
        return None if self.home is None else Path(self.home).expanduser()


def read(arguments: Sequence[str]) -> CommandLine:
    """Take the options of every command out of what was typed.

    >>> line = read(["lots", "--home", "plant", "--json", "--lang=zh", "--user", "li.wei"])
    >>> line.words, line.home, line.lang, line.user
    (('lots', '--json'), 'plant', 'zh', 'li.wei')
    """
    words: list[str] = []
    values: dict[str, str] = {}
    asked_for_help, without_value = False, ""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == END_OF_OPTIONS:
            words += (word, *rest)
            break
        name, equals, value = word.partition("=")
        if word == HELP:
            asked_for_help = True
        elif name in {HOME, USER, LANG}:
            if not equals:
                value = rest.pop(0) if rest else ""
            values[name] = value
            without_value = without_value if value else name
        else:
            words.append(word)
    return CommandLine(
        tuple(words),
        values.get(HOME),
        values.get(LANG),
        asked_for_help,
        without_value,
        values.get(USER, ""),
    )


def best_language(line: CommandLine, environment: Mapping[str, str]) -> Texts:
    """The words in which to say that the language asked for does not exist."""
    return Texts(language(None, environment if line.lang else {}))
