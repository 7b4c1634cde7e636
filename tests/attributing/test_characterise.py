"""What must hold of every characterised statement, whatever the extracts."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma.attributing.characterise import characterise
from stemma.attributing.extracts import Extract
from stemma.model import Article, Parsed, Span, Statement
from tests.attributing.pages import extract, report

TEXT = (
    "Three people close to the port told Reuters that Norvik Lines could sell the quay.\n"
    "“We do not comment on rumours,” said spokeswoman Ana Berg, who spoke on condition of anonymity because she may not speak.\n"
    "One of them said the buyer, citing a filing, had denied it; he added that the mayor's office and the bank refused to talk.\n"
    "The company reportedly told this newspaper in a statement that there was no sale. No one else did."
)


def page() -> tuple[Article, Parsed]:
    return report(TEXT, title="Norvik may sell quay", credits=("Reuters",))


@st.composite
def extracts(draw: st.DrawFn) -> Extract:
    article, parsed = page()
    size = len(article.text)

    def span() -> Span:
        a = draw(st.integers(0, size - 2))
        return Span(a, draw(st.integers(a + 1, min(size, a + 60))))

    content = tuple(sorted({span() for _ in range(draw(st.integers(1, 2)))}))
    cue = span() if draw(st.booleans()) else None
    source = span() if draw(st.booleans()) else None
    return Extract(
        content=content,
        cue=cue,
        source=source,
        quotation=draw(st.sampled_from(("direct", "indirect", "mixed"))),
        sentence=draw(st.integers(0, len(parsed.sentences) - 1)),
        place=draw(st.sampled_from(("title", "body"))),
    )


def spans(statement: Statement) -> list[Span]:
    out = [*statement.content, *statement.hedges]
    out += [s for s in (statement.cue, statement.source, statement.gathered, statement.public) if s]
    for hop in statement.chain:
        for voice in hop.voices:
            out += [*voice.descriptors, *(s for s in (voice.ground, voice.span) if s)]
    return out


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(extracts(), max_size=5))
def test_spans_ids_and_order(found: list[Extract]) -> None:
    article, parsed = page()
    statements = characterise(article, parsed, found)
    assert all(s.end <= len(article.text) for one in statements for s in spans(one))
    assert len({s.id for s in statements}) == len(statements)
    assert sum(bool(s.cue or s.source) for s in statements) == sum(bool(e.cue or e.source) for e in found)
    assert all(hop.voices and all(v.count >= 1 and v.name for v in hop.voices) for s in statements for hop in s.chain)
    assert characterise(article, parsed, found[::-1]) == statements


def test_nothing_extracted_leaves_the_outlets_own_word() -> None:
    article, parsed = page()
    assert all(s.chain == () for s in characterise(article, parsed, ()))


def test_the_anonymity_ground_is_kept() -> None:
    article, parsed = page()
    wanted = extract(
        article,
        parsed,
        "We do not comment on rumours",
        source="spokeswoman Ana Berg, who spoke on condition of anonymity because she may not speak",
        quotation="direct",
    )
    statement = next(s for s in characterise(article, parsed, (wanted,)) if s.source)
    ground = statement.chain[0].voices[0].ground
    assert ground is not None and article.text[ground.start : ground.end].startswith("on condition of anonymity because")
    assert statement.stance == "declines"
