"""Which language a person reads."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from lizao.model.errors import UnknownNameError

Language: TypeAlias = Literal["en", "zh"]
"""A language that every text exists in."""

LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")

LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of a POSIX locale; the first that is set decides."""


def language(preference: str | None, environment: Mapping[str, str]) -> Language:
    """The language asked for, else that of the locale, else English; raises UnknownNameError.

    >>> language(None, {"LANG": "zh_CN.UTF-8"})
    'zh'
    """
    if preference is not None:
        return _known(preference)
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def _known(preference: str) -> Language:
    if preference in LANGUAGES:
        return preference
    kind, known = "language", ", ".join(LANGUAGES)
    raise UnknownNameError(kind, preference, known)
