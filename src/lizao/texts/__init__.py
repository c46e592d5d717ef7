"""Words for people: English and Chinese by key, numbers, units and dates."""

from lizao.texts.languages import LANGUAGES, Language, language
from lizao.texts.own import own_texts
from lizao.texts.texts import Texts

__all__ = ["LANGUAGES", "Language", "Texts", "language", "own_texts"]
