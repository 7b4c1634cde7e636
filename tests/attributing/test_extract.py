"""Extraction on sentences written for the purpose: what is content, cue and source, and what must hold of any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.pages import bare
from evals.retold import line_spans
from stemma.attributing.extract import extract
from stemma.attributing.extracts import Extract
from stemma.model import Article, Noted, Span
from stemma.parsing import parse
from tests.support.timing import uncollected


def article(text: str, title: str | None = None) -> Article:
    body = [s for s in line_spans(text) if text[s.start : s.end] != title]
    at = text.index(title) if title else 0
    return bare("t", text, body, Noted(value=title, how="test", span=Span(at, at + len(title))) if title else None)


def found(text: str, **options: bool) -> list[tuple[str, str | None, str]]:
    """(source, cue, content with its gaps) of every extract."""
    page = article(text)

    def words(span: Span | None) -> str | None:
        return text[span.start : span.end] if span else None

    return [
        (words(e.source) or "", words(e.cue), " … ".join(text[c.start : c.end] for c in e.content))
        for e in extract(page, parse(page), **options)
    ]


CASES = [
    ("The minister said that the bridge would reopen in May.", "The minister", "the bridge would reopen in May"),
    ("The bridge will reopen in May, the minister said.", "the minister", "The bridge will reopen in May"),
    ("“The bridge is safe,” said Maria Holt, the mayor.", "Maria Holt", "The bridge is safe"),
    ("According to two engineers, the cables were rusted through.", "two engineers", "the cables were rusted through"),
    (
        "The cables were rusted through, according to a report by the port.",
        "a report by the port",
        "The cables were rusted through",
    ),
    ("The company declined to comment on the repair bill.", "The company", "to comment on the repair bill"),
    ("The mayor denied that she had seen the report.", "The mayor", "she had seen the report"),
    ("The repairs reportedly cost two million euros.", "", "The repairs"),
    (
        "The harbour master did not respond to a request for comment.",
        "The harbour master",
        "did not respond to a request for comment",
    ),
    ("Neither company would comment.", "Neither company", "Neither company would comment"),
]


@pytest.mark.parametrize(("text", "source", "content"), CASES)
def test_simple_sentences(text: str, source: str, content: str) -> None:
    assert any(s.startswith(source) and content in c for s, _, c in found(text)), found(text)


def test_a_quotation_that_goes_on_behind_its_speaker_is_a_statement_of_its_own() -> None:
    text = "“We checked every cable,” Holt said. “None of them had been replaced.”"
    contents = [e.content for e in extract(article(text), parse(article(text)))]
    assert [[text[s.start : s.end] for s in one] for one in contents] == [
        ["We checked every cable"],
        ["None of them had been replaced"],
    ]


def test_direct_mixed_indirect() -> None:
    def kind(text: str) -> str:
        return extract(article(text), parse(article(text)))[0].quotation

    assert kind("“The bridge is safe and open,” the mayor said.") == "direct"
    assert kind("The mayor said the bridge was “as safe as houses” on Monday.") == "mixed"
    assert kind("The mayor said the bridge was safe.") == "indirect"


def test_quotation_without_cue_has_neither_source_nor_cue() -> None:
    text = "The mayor was angry.\n“We were never told about any of this by the port.”\nShe left."
    assert ("", None, "We were never told about any of this by the port") in found(text)


def test_attitudes_only_in_the_wide_sense() -> None:
    text = "The mayor hopes that the bridge will reopen soon."
    assert found(text) == []
    assert found(text, speech_only=False) != []


def test_asking_not_to_be_named_is_no_statement() -> None:
    assert all("named" not in c for _, _, c in found("The bridge is unsafe, said an engineer who asked not to be named."))


def test_transcript() -> None:
    text = "HOLT: We have checked every cable on the bridge.\nSMITH: And what did you find in there?\nHOLT: Rust, and a lot of it."
    said = [(s, c) for s, _, c in found(text)]
    assert said[0] == ("HOLT", "We have checked every cable on the bridge")
    assert said[1][0] == "SMITH" and "what did you find in there" in said[1][1]


def test_signed_quotation() -> None:
    text = "Readers wrote to us.\n“The bridge was never safe in winter.” — Anna Lind"
    assert any(s == "Anna Lind" and c.startswith("The bridge was never safe") for s, _, c in found(text))


def check(text: str, extracts: tuple[Extract, ...], sentences: int) -> None:
    for e in extracts:
        for span in (*e.content, *(s for s in (e.cue, e.source) if s)):
            assert 0 <= span.start < span.end <= len(text)
            assert any(c.isalnum() for c in text[span.start : span.end]) or span in {e.cue}
        assert list(e.content) == sorted(e.content)
        assert 0 <= e.sentence < sentences


@pytest.mark.parametrize(
    "text",
    [
        "“““He said “nothing” at all, she “said.\n” ” “",
        "THE MAYOR SAID THE BRIDGE WAS SAFE. “IT IS SAFE,” SHE SAID. OTHERS DISAGREED.",
        "said said said. According to. “”. Reportedly.",
        '- first point, he said\n- second point, she said\n* third: "yes"',
        "Der Bürgermeister sagte, die Brücke sei sicher. «C'est sûr», a dit le maire.",
        ":",
    ],
)
def test_odd_texts_give_spans_inside_the_text(text: str) -> None:
    page = article(text)
    parsed = parse(page)
    for wide in (True, False):
        check(text, extract(page, parsed, speech_only=wide), len(parsed.sentences))


def test_nothing_to_read() -> None:
    page = article("")
    assert extract(page, parse(page)) == ()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            ["“", "”", '"', "‘", "’", "he said", "the mayor", "denied", ",", ".", ":", "—", "\n", "the bridge is safe", "HOLT:"]
        ),
        max_size=25,
    )
)
def test_any_mixture(pieces: list[str]) -> None:
    text = " ".join(pieces)
    page = article(text)
    parsed = parse(page)
    once = extract(page, parsed)
    check(text, once, len(parsed.sentences))
    assert once == extract(page, parsed)


def test_time_grows_with_length_only() -> None:
    unit = "“We checked it,” said the mayor, who denied that “nobody” had been told, and added that it was safe "

    def took(times: int) -> float:
        page = article(unit * times)
        parsed = parse(page)
        with uncollected():
            start = time.process_time()
            extract(page, parsed)
            return time.process_time() - start

    assert took(80) < 12 * max(took(20), 0.05)
