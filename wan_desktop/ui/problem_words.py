"""Words for what ``core.params.validate`` finds: what is wrong with a field and how to mend it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wan_desktop.core.params import BY_NAME, Problem, ProblemKind
from wan_desktop.ui.sentence import sentence
from wan_desktop.ui.words import number_words


@sentence
def problem_words(problem: Problem) -> str:
    """One whole sentence for the field that ``problem`` names, in the language in force."""
    match problem.kind:
        case ProblemKind.MISSING:
            return _missing(problem.parameter)
        case ProblemKind.NOT_READY:
            return QCoreApplication.translate("Problem", "The sound is being prepared. One moment.")
        case ProblemKind.TOO_LONG:
            return _too_long(problem)
        case ProblemKind.OUT_OF_RANGE:
            return _out_of_range(problem)
        case ProblemKind.NOT_A_LINK:
            return QCoreApplication.translate(
                "Problem", "Paste a whole link that starts with http:// or https://."
            )
        case ProblemKind.TWO_SOUNDS:
            return QCoreApplication.translate("Problem", "Choose a sound file or a link, not both.")
        case ProblemKind.NOT_A_CHOICE:
            return QCoreApplication.translate("Problem", "Choose one of the values shown here.")
        case ProblemKind.WRONG_TYPE:
            return QCoreApplication.translate("Problem", "This value cannot be used. Enter it again.")


def _missing(parameter: str) -> str:
    if parameter == "image":
        return QCoreApplication.translate("Problem", "Drop an image first.")
    if parameter == "sound":
        return QCoreApplication.translate(
            "Problem", "Choose a sound file or paste the link of one, or choose another kind of sound."
        )
    return QCoreApplication.translate("Problem", "This cannot be empty.")


def _too_long(problem: Problem) -> str:
    words = QCoreApplication.translate(
        "Problem",
        "The service takes {limit} characters at most and silently cuts the rest. Shorten this text.",
    )
    return words.format(limit=number_words(problem.limit))


def _out_of_range(problem: Problem) -> str:
    words = QCoreApplication.translate("Problem", "Enter a whole number from {least} to {most}.")
    least = BY_NAME[problem.parameter].minimum
    return words.format(least=number_words(least), most=number_words(problem.limit))
