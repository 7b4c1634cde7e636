"""Pages of odd form given to `attribute` itself: a result or a clear refusal, spans inside the text, bounded time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.attributing import attribute
from stemma.errors import BadInput
from stemma.model import Article, Statement
from stemma.parsing import parse
from stemma.text.bounds import EXAMINED
from tests.attributing.pages import report
from tests.support.timing import within

GERMAN = (
    "Der Hafenmeister sagte am Freitag, die Brücke werde im Mai gesperrt. Das Ministerium erklärte, es habe davon nichts gewusst. "
    "Zwei Beamte bestätigten der Zeitung, dass die Seile alt seien und niemand sie geprüft habe."
)


def spans(statement: Statement) -> list[tuple[int, int]]:
    parts = [*statement.content, statement.cue, statement.source, statement.gathered, statement.public, *statement.hedges]
    parts += [s for hop in statement.chain for v in hop.voices for s in (v.span, v.ground, *v.descriptors)]
    return [(s.start, s.end) for s in parts if s is not None]


def check(article: Article, found: tuple[Statement, ...]) -> None:
    for statement in found:
        for start, end in spans(statement):
            assert 0 <= start < end <= len(article.text)
        assert any(c.isalnum() for s in statement.content for c in article.text[s.start : s.end])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“The bridge is safe, Ana Berg said on Friday. The ministry said it would check the cables.", "it would check the cables"),
        ("THE MINISTRY SAID THE BRIDGE WAS SAFE. ANA BERG SAID THAT IT WAS NOT.", None),
        (
            "- The ministry said the bridge was safe.\n- Ana Berg said that the cables were old.\n• Two guards left.",
            "the bridge was safe",
        ),
        ("* Police said the road was open\n* Police said the tunnel was shut", None),
        ("SMITH: The bridge is safe and dry.\nJONES: I do not think so.\nSMITH: It is safe.", "The bridge is safe and dry"),
        ("\"\"\"'''“”‘’", None),
        ("", None),
    ],
)
def test_odd_pages_give_statements_inside_the_text(text: str, words: str | None) -> None:
    article, parsed = report(text)
    found = attribute(article, parsed)
    check(article, found)
    told = [" ".join(article.text[c.start : c.end] for c in s.content) for s in found]
    assert words is None or words in told


def test_a_page_without_paragraphs_is_one_paragraph() -> None:
    text = " ".join(f"Guard {n} left. The ministry said that bridge {n} was safe." for n in range(40))
    article, parsed = report(text)
    found = [s for s in attribute(article, parsed) if s.cue]
    check(article, tuple(found))
    assert len(found) == 40


def test_a_very_long_page_takes_bounded_time() -> None:
    # One endless word a line keeps the parse short; what is measured is attributing.
    lines = [f"The mayor said that bridge {n} was safe. Link{'x' * 700}" for n in range(160)]
    article, parsed = report("\n".join(lines))
    assert 110_000 < len(article.text) < EXAMINED
    with within(30):
        found = attribute(article, parsed)
    check(article, found)
    assert sum(bool(s.cue) for s in found) >= 160


def test_another_language_is_refused() -> None:
    article, _ = report(GERMAN)
    foreign = replace(article, language="de")
    with pytest.raises(BadInput) as refused:
        attribute(foreign, parse(foreign))
    assert refused.value.code == "language"


def test_a_language_that_is_not_told_is_told_by_the_words() -> None:
    article, parsed = report(GERMAN)
    with pytest.raises(BadInput):
        attribute(replace(article, language=""), parsed)
    assert attribute(replace(article, language="und"), parsed) == ()
    english, trees = report(
        "The harbour master said that the bridge would close in May, and that nobody had told him why it was so."
    )
    for code in ("", "und", "en"):
        assert len(attribute(replace(english, language=code), trees)) >= 1
