"""Every word for people has its Chinese, and says the same with the same figures in it."""

from __future__ import annotations

import ast
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import languages
import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "resources" / "languages"
TOOLS = Path(PySide6.__file__).parent
CHINESE, ENGLISH = "wan_desktop_zh_CN.ts", "wan_desktop_en.ts"
FORMS = {CHINESE: 1, ENGLISH: 2}
PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d|</?b>")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped files, brought in step with the sources as ``dev.py languages`` does it."""
    folder = tmp_path_factory.mktemp("languages 语言")
    for name in FORMS:
        shutil.copy(SHIPPED / name, folder)
    languages.update(ROOT, folder, TOOLS)
    return folder


def messages(file: Path) -> Iterator[tuple[str, ET.Element]]:
    """Each message of a file, after "Context: source"."""
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            yield f"{context.findtext('name')}: {message.findtext('source')}", message


def translation(message: ET.Element) -> ET.Element:
    found = message.find("translation")
    assert found is not None
    return found


def wordings(message: ET.Element) -> list[str]:
    """The translation, in each of its plural forms."""
    made = translation(message)
    return [form.text or "" for form in made.iter("numerusform")] or [made.text or ""]


@pytest.mark.parametrize("name", FORMS)
def test_every_word_of_the_sources_is_translated(extracted: Path, name: str) -> None:
    missing = [
        where
        for where, message in messages(extracted / name)
        if translation(message).get("type") or not all(wordings(message))
    ]
    assert missing == [], "run: python3 packaging/dev.py languages, then fill in what it marks as unfinished"


@pytest.mark.parametrize("name", FORMS)
def test_no_translation_is_of_a_word_that_is_gone(extracted: Path, name: str) -> None:
    used = {where for where, _ in messages(extracted / name)}
    assert {where for where, _ in messages(SHIPPED / name)} - used == set()


@pytest.mark.parametrize("name", FORMS)
def test_placeholders_are_those_of_the_source(name: str) -> None:
    for where, message in messages(SHIPPED / name):
        wanted = sorted(PLACEHOLDER.findall(message.findtext("source") or ""))
        for words in wordings(message):
            assert sorted(PLACEHOLDER.findall(words)) == wanted, where


@pytest.mark.parametrize("name", FORMS)
def test_plurals_have_as_many_forms_as_the_language(name: str) -> None:
    for where, message in messages(SHIPPED / name):
        if message.get("numerus"):
            assert len(wordings(message)) == FORMS[name], where


def test_files_name_no_place_in_the_sources() -> None:
    for name in FORMS:
        assert "<location" not in (SHIPPED / name).read_text(encoding="utf-8")


# What Chinese looks like

HAN = "[\u3400-\u9fff]"
TYPOGRAPHY = {
    "a space between Chinese and Latin letters or digits": f"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}",
    "full-width punctuation beside Chinese": f"{HAN}[,.;:!?(]|[,;:!?)]{HAN}",
    "你, not 您": "您",
    "“ ” and …, each once": r"[\"]|……|\.\.\.",
}
MENU_KEY = re.compile(r"\(&\w\)")
DATE_PATTERN = "MMMM yyyy"
TERMS = {
    "Prompt": "提示词", "Negative prompt": "反向提示词", "Duration": "时长", "Resolution": "分辨率",
    "Shots": "镜头", "Single shot": "单镜头", "Multi shot": "多镜头", "Sound": "声音",
    "Automatic": "自动配音", "From file": "使用音频文件", "Silent": "静音", "Seed": "种子", "Effect": "特效",
    "Watermark": "水印", "Improve the prompt": "智能改写", "Generate": "生成视频", "Jobs": "任务",
    "Library folder": "素材库文件夹", "Reuse settings": "复用参数",
    "Continue from last frame": "从最后一帧继续",
}  # fmt: skip
"""What the users of such programs know each thing as."""


def chinese() -> Iterator[tuple[str, str]]:
    for where, message in messages(SHIPPED / CHINESE):
        if message.findtext("source") != DATE_PATTERN:
            yield from ((where, MENU_KEY.sub("", words)) for words in wordings(message))


@pytest.mark.parametrize("rule", TYPOGRAPHY)
def test_chinese_is_set_as_it_is_printed(rule: str) -> None:
    assert [where for where, words in chinese() if re.search(TYPOGRAPHY[rule], words)] == []


def test_each_thing_has_one_name_in_chinese() -> None:
    names = {where.partition(": ")[2]: words for where, words in chinese()}
    assert {name: names.get(name) for name in TERMS} == TERMS


# What never reaches a translation

SHOWING = re.compile(
    r"set(Text|ToolTip|WindowTitle|Title|PlaceholderText|Accessible(Name|Description)|InformativeText|StatusTip"
    r"|WhatsThis|DetailedText|Prefix|Suffix|TabText|ItemText|HeaderLabels|NameFilters?|LabelText|PlainText"
    r"|SpecialValueText)|add(Action|Menu|Tab|Items?)|showMessage|announce|say|show_(problem|note)"
    r"|set_(words|label|note|problem|title|reason|cost)"
    r"|Q(Label|PushButton|CheckBox|RadioButton|ToolButton|GroupBox|Action|Menu|MessageBox|FileDialog"
    r"|ListWidgetItem)"
)
"""Calls whose words people see or hear."""
TRANSLATING = frozenset(("tr", "translate", "QT_TRANSLATE_NOOP"))
SAME_IN_EACH_LANGUAGE = re.compile(r"https?://\S*|<p style=.*|<b>Wan Desktop |Wan Desktop ?|English")
CHOICES = frozenset(("system", "en", "zh_CN", "light", "dark"))
"""Values of settings, which ``set_words`` names in front of the words for them."""


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def literals(node: ast.AST) -> Iterator[str]:
    """Text in the sources below a node that no translation is asked for."""
    if isinstance(node, ast.Call) and called(node) in TRANSLATING:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for below in ast.iter_child_nodes(node):
        yield from literals(below)


def untranslated(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and SHOWING.fullmatch(called(node)):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                for words in literals(argument):
                    said = re.search("[A-Za-z]{2}", words) and not SAME_IN_EACH_LANGUAGE.fullmatch(words)
                    if said and words not in CHOICES:
                        yield f"line {node.lineno}: {words}"


def test_no_words_go_to_the_screen_past_the_translation() -> None:
    found = {
        source.name: faults
        for part in ("ui", "app")
        for source in (ROOT / "wan_desktop" / part).glob("*.py")
        if (faults := list(untranslated(source.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_the_check_sees_words_that_are_not_translated() -> None:
    source = 'label.setText("Plain")\nQLabel(self.tr("Said"))\nbox.addItem(f"{count} files", "data")\n'
    assert list(untranslated(source)) == ["line 1: Plain", "line 3:  files", "line 3: data"]


# What is handed over must be able to follow the language

PASSING_ON = frozenset(("say", "show_problem", "show_note", "show_trouble"))


def stuck(source: str) -> Iterator[int]:
    """Lines that hand translated words to a widget, instead of a Sentence."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in PASSING_ON and node.args:
            words = node.args[0]
            while isinstance(words, ast.Call) and called(words) == "format":
                assert isinstance(words.func, ast.Attribute)
                words = words.func.value
            if isinstance(words, ast.Call) and called(words) in TRANSLATING:
                yield node.lineno


def test_words_handed_to_the_window_can_be_said_again() -> None:
    for source in (ROOT / "wan_desktop" / "app").glob("*.py"):
        assert list(stuck(source.read_text(encoding="utf-8"))) == [], f"{source.name}: see ui/sentence.py"
