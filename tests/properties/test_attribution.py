"""What must hold of attribution on odd texts: every word it returns stands in the text, nothing raises, twice is the same."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stemma
from stemma.attributing import attribute
from stemma.attributing.extract import extract
from stemma.model import Article, Rejected, Span, Statement
from stemma.model.kinds import ArticleKind
from stemma.parsing import parse
from tests.attributing.pages import report
from tests.support.timing import uncollected

REPORT = (
    "The ferry company said on Tuesday that its boats were safe.\n"
    "“We checked every hull in March,” said Olga Brandt, its director. “Nothing was found.”\n"
    "Two sailors told the harbour paper that the pumps had failed twice, and the ministry denied that it had been warned.\n"
    "According to a report by the coast guard, water reached the engine room within an hour.\n"
    "The owner declined to comment."
)
TRANSCRIPT = (
    "ANN BELL, CHAIR: The board opens its hearing on the crane. We have two witnesses today.\n"
    "TOM REES: Thank you. The crane was checked in March by two engineers.\n"
    "It was checked again in April after a storm.\n"
    "Q: Who signed the report?\n"
    "REES: I signed it myself on the day of the storm.\n"
    "(Laughter.)\n"
    "BELL (presiding): The hearing is closed until Monday."
)
ODD = {
    "as it is": REPORT,
    "all capitals": REPORT.upper(),
    "all small": REPORT.lower(),
    "one line": REPORT.replace("\n", " "),
    "a word a line": REPORT.replace(" ", "\n"),
    "bullets": "\n".join(f"• {line}" for line in REPORT.split("\n")),
    "numbered": "\n".join(f"{n}. {line}" for n, line in enumerate(REPORT.split("\n"), 1)),
    "opening marks only": REPORT.replace("”", ""),
    "closing marks only": REPORT.replace("“", ""),
    "straight marks, one lost": REPORT.replace("“", '"').replace("”", '"', 1),
    "nested and unbalanced": REPORT.replace("“", "“‘«„").replace("”", "”’”"),
    "no stops": REPORT.replace(".", ""),
    "tabs and hard spaces": REPORT.replace(" ", "\u00a0").replace("\n", "\t"),
    "transcript": TRANSCRIPT,
    "only marks": '“”\n‘’ … — \n""\n- -',
    "one word": "Yes",
    "astral and combining": "🚢🚢 The captain 👩‍✈️ said the e\u0301tage was sa\u0301fe 🚢, “no 👍 doubt”.",
    "right to left": "The captain said \u202b“המעבורת בטוחה”\u202c on Monday.",
    "Spanish": "El ministro dijo el lunes que el puente era seguro. «No hay peligro», añadió la alcaldesa.",
    "German": "Der Minister sagte am Montag, die Brücke sei sicher. „Es besteht keine Gefahr“, fügte die Bürgermeisterin hinzu.",
    "Russian": "Министр заявил в понедельник, что мост безопасен. «Опасности нет», — добавил мэр.",
    "Chinese": "部长星期一表示，大桥是安全的。“没有危险，”市长补充说。",
}


def spans(statement: Statement) -> list[Span]:
    """Every span that a statement carries."""
    voices = [v for hop in statement.chain for v in hop.voices]
    told = (statement.cue, statement.source, statement.gathered, statement.public, *(s for v in voices for s in (v.span, v.ground)))
    return [*statement.content, *statement.hedges, *(s for s in told if s), *(d for v in voices for d in v.descriptors)]


def holds(article: Article) -> tuple[Statement, ...]:
    """Check what must hold of the statements of an article and return them."""
    parsed = parse(article)
    statements = attribute(article, parsed)
    for statement in statements:
        assert statement.content
        for span in spans(statement):
            assert 0 <= span.start < span.end <= len(article.text)
            assert any(c.isalnum() for c in article.text[span.start : span.end])
        assert all(a.end <= b.start for a, b in zip(statement.content, statement.content[1:], strict=False))
    whole = extract(article, parsed, speech_only=False)
    assert all(0 <= s.start < s.end <= len(article.text) for e in whole for s in e.content)
    assert attribute(article, parse(article)) == statements
    return statements


@pytest.mark.parametrize("kind", sorted(ODD))
def test_an_odd_text_gives_statements_that_stand_in_it(kind: str) -> None:
    article, _ = report(ODD[kind])
    statements = holds(article)
    assert {s.article for s in statements} <= {article.id}


@pytest.mark.parametrize("kind", ["as it is", "one line", "bullets", "numbered", "opening marks only", "straight marks, one lost"])
def test_what_is_said_is_found_however_the_page_is_set(kind: str) -> None:
    article, _ = report(ODD[kind])
    told = [(article.text[s.source.start : s.source.end], s.stance) for s in holds(article) if s.source]
    assert any("ferry company" in source for source, _ in told)
    assert any("ministry" in source and stance == "denies" for source, stance in told)
    assert any("owner" in source and stance == "declines" for source, stance in told)


def test_the_speakers_of_a_transcript_are_its_sources() -> None:
    article, _ = report(TRANSCRIPT)
    found = [
        (article.text[s.source.start : s.source.end], article.text[s.content[0].start : s.content[-1].end])
        for s in holds(replace(article, kind="transcript"))
        if s.source
    ]
    assert found == [
        ("ANN BELL", "The board opens its hearing on the crane"),
        ("ANN BELL", "We have two witnesses today"),
        ("TOM REES", "The crane was checked in March by two engineers"),
        ("TOM REES", "It was checked again in April after a storm"),
        ("REES", "I signed it myself on the day of the storm"),
        ("BELL", "The hearing is closed until Monday"),
    ]


def test_labels_that_are_no_speakers_make_none_of_a_report() -> None:
    article, _ = report(
        "Price: 40 euros a ticket for the ferry.\nPlace: the old pier by the bridge.\nPrice: it is for adults only."
    )
    assert [s for s in holds(article) if s.source] == []


KINDS: tuple[ArticleKind, ...] = ("news-report", "transcript", "press-release")
PIECES = st.sampled_from(
    [
        *("The mayor", "a spokesman", "she", "Reuters", "two officials", "ANN BELL", "BELL:", "Q:", "They", "nobody", "the report"),
        *("said", "denied", "told", "SAID", "declined to comment", "was quoted as saying", "reportedly", "according to", "citing"),
        *(
            "that",
            "the bridge was safe",
            "it had failed",
            "would not",
            "and",
            "but",
            "who",
            "because",
            "on Monday",
            "$3m.",
            "1,200",
        ),
        *("“", "”", '"', "‘", "’", "«", "»", "''", "``", "„", "'", ",", ".", "?", ":", ";", "—", "- ", "•", "(", ")", "…"),
        *("\n", "\n\n", "\t", "\u00a0", "\u200b", "\u2028", "é", "🚢", "дом", "桥", "ß"),
    ]
)


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(PIECES, min_size=1, max_size=40),
    st.sampled_from([" ", ""]),
    st.sampled_from(KINDS),
    st.booleans(),
)
def test_any_text_gives_statements_that_stand_in_it(pieces: list[str], joint: str, kind: ArticleKind, titled: bool) -> None:
    text = joint.join(pieces)
    if text.strip() and not text.isspace():
        article, _ = report(text, title="Bridge was safe, mayor says" if titled else "")
        holds(replace(article, kind=kind))


def test_a_page_of_twenty_thousand_words_takes_time_by_its_length() -> None:
    """Four times the text may take at most about four times as long; eight leaves room for a busy machine."""
    lines = [REPORT.replace("March", f"March {n}").replace("Tuesday", f"day {n}") for n in range(240)]
    took = []
    for n in (60, 240):
        article, parsed = report("\n".join(lines[:n]))
        with uncollected():
            start = time.process_time()
            statements = attribute(article, parsed)
            took.append(time.process_time() - start)
        assert len(statements) >= n
    assert took[1] < 8 * took[0]


def test_a_page_of_two_hundred_thousand_words_is_read_or_clearly_refused(tmp_path: Path) -> None:
    page = tmp_path / "long.txt"
    page.write_text("\n\n".join(f"{n}. {REPORT}" for n in range(2900)), "utf-8")
    (found,) = stemma.read([page])
    assert isinstance(found, Article | Rejected)
    if isinstance(found, Rejected):
        assert found.code == "too-large" and found.hint
    else:
        assert len(found.text) > 1_000_000


def test_a_report_in_another_language_is_refused_not_misread(tmp_path: Path) -> None:
    page = tmp_path / "es.txt"
    page.write_text("El puente es seguro\n\n" + "\n\n".join([ODD["Spanish"]] * 8), "utf-8")
    found = stemma.examine([page])
    assert not list(found)
    (rejected,) = found.rejected
    assert rejected.code == "language"
