"""Words for people: English and Chinese by key, numbers, units and dates."""

from lizao.texts.languages import LANGUAGES, Language, language
from lizao.texts.texts import Texts

__all__ = ["LANGUAGES", "Language", "Texts", "language"]
