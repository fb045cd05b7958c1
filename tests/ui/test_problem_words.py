"""Every problem that the table of parameters can find has a sentence of its own."""

from __future__ import annotations

import pytest

from wan_desktop.core.params import PARAMETERS, Problem, ProblemKind, Request, validate
from wan_desktop.ui.problem_words import problem_words


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_every_kind_is_a_whole_sentence_for_every_parameter(qapp: object, kind: ProblemKind) -> None:
    for row in PARAMETERS:
        words = problem_words(Problem(row.name, kind, row.maximum))
        assert words.endswith(".")
        assert "{" not in words


def test_the_limit_of_the_table_is_named(qapp: object) -> None:
    (problem, *_) = validate(Request(image="a", prompt="x" * 2001))
    assert "2000" in problem_words(problem)
