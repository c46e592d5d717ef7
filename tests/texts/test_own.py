"""A site brings words of its own, and is told when they do not fit."""

from pathlib import Path

import pytest

from lizao.model.errors import DocumentError
from lizao.texts import Texts, own_texts


def site_texts(folder: Path, content: str) -> Path:
    """A folder with one Chinese file."""
    (folder / "zh.toml").write_text(content, encoding="utf-8")
    return folder


def test_a_sites_own_word_is_read_before_the_packages(tmp_path: Path) -> None:
    """A site may call its dryer as its people do, and name what the package does not know."""
    folder = site_texts(tmp_path, '[unit_class]\ndryer = "大塔"\n[step]\npolish = "抛光"\n')
    texts = Texts("zh", own_texts(folder, "zh"))

    assert texts.word("unit_class", "dryer") == "大塔"
    assert texts.step("polish/charge") == "抛光 / 投料"
    assert texts("state.IDLE") == "空闲"


def test_a_site_without_texts_has_none_of_its_own(tmp_path: Path) -> None:
    """Nothing is asked of a site."""
    assert own_texts(tmp_path, "en") == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[fact", "zh.toml 无法读取"),
        ("a = 5", "a 为 5，类型不符（可用：文本）"),
        ('[error]\nhome_locked = "{house} 已锁"', "没有字段 house（可用：home）"),
        ('[error]\nhome_locked = "{home"', "不符合格式"),
        ('[step]\npolish = "{x}"', "没有字段 x。"),
    ],
)
def test_a_text_that_could_not_be_shown_is_refused(tmp_path: Path, content: str, told: str) -> None:
    """The file and what is wrong in it are named before anything starts."""
    with pytest.raises(DocumentError) as caught:
        own_texts(site_texts(tmp_path, content), "zh")

    assert told in Texts("zh").error(caught.value)
    assert "zh.toml" in Texts("zh").error(caught.value)
