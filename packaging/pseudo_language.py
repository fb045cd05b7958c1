"""A language for trials: English with accents, two fifths longer, each sentence in brackets.

Words on the screen without brackets were never translated; words cut at their end have lost one. Made from
the shipped Chinese ``.ts``, so that words which lupdate does not see stay as they are and are found. It is no
choice of the settings and is not shipped.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator
from steps import run_tool

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
"""How much longer than English: about what German and Finnish need."""
FILLER = "·"
_KEPT = re.compile(r"\{\w*\}|%n|%\d|</?\w+>|\(\*\.\w+\)|&(?=\w)")
"""What a translation must not change: places for facts, markup, filters of files, keys of menus."""
_ACCENTS = str.maketrans("aAcCdeEgGhiIlnNoOrsStuUwyYz", "áÁçÇđéÉğĞĥíÍłñÑóÓřšŠťúÚŵýÝž")


def pseudo(words: str) -> str:
    """``words`` as this language says them; what stands for facts stays."""
    accented, place = [], 0
    for kept in _KEPT.finditer(words):
        accented += [words[place : kept.start()].translate(_ACCENTS), kept[0]]
        place = kept.end()
    accented.append(words[place:].translate(_ACCENTS))
    length = round(len(_KEPT.sub("", words)) * LONGER)
    # In words, as real ones are: what is to be broken over lines has places to break at.
    filler = "".join(" " if n % 7 == 0 else FILLER for n in range(length))
    return f"{OPEN}{''.join(accented)}{filler}{CLOSE}"


def compile_pseudo(source: Path, target: Path, tools: Path) -> Path:
    """Writes the ``.qm`` of this language into the folder ``target``, for the words of the ``.ts`` source.

    ``tools`` is the folder of PySide6. Raises SetupFailed.
    """
    tree = ET.parse(source)
    tree.getroot().set("language", "en")
    for message in tree.getroot().iter("message"):
        words = pseudo(message.findtext("source") or "")
        translation = message.find("translation")
        assert translation is not None
        forms = list(translation)
        for form in forms:
            translation.remove(form)
        if message.get("numerus"):
            # English has two forms, where the Chinese source has one.
            for _ in range(2):
                ET.SubElement(translation, "numerusform").text = words
        else:
            translation.text = words
    file = target / "pseudo.ts"
    tree.write(file, encoding="utf-8", xml_declaration=True)
    compiled = target / "pseudo.qm"
    run_tool([tools / "lrelease", "-silent", file, "-qm", compiled], failure="lrelease failed")
    return compiled


class PseudoTranslator(QTranslator):
    """The compiled words, and every word of Qt's own: real languages have translations of those, too."""

    def __init__(self, compiled: Path, application: QCoreApplication) -> None:
        super().__init__(application)
        if not self.load(str(compiled)):
            raise FileNotFoundError(compiled)

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        found = super().translate(context, source, disambiguation, n)
        return found or (pseudo(source) if context.startswith("Q") else "")
