"""Sentences and tokens: where they begin and end, and that they stay inside what they were made from."""

from __future__ import annotations

from evals.pages import bare
from evals.retold import line_spans
from stemma.model import Article
from stemma.parsing import parse
from stemma.text.bounds import examined


def article(*paragraphs: str) -> Article:
    text = "\n".join(paragraphs) + "\n"
    return bare("t", text, line_spans(text))


def sentences(*paragraphs: str) -> list[str]:
    page = article(*paragraphs)
    return [page.text[s.start : s.end] for s in parse(page).sentences]


def test_a_cue_after_a_quotation_belongs_to_its_sentence() -> None:
    assert sentences("“The ice is thin. Stay off it!” said the warden. Nobody listened.")[-2:] == [
        "Stay off it!” said the warden.",
        "Nobody listened.",
    ]


def test_a_dateline_is_no_sentence() -> None:
    assert sentences("Oslo: A ferry ran aground on Monday. No one was hurt.") == [
        "Oslo: A ferry ran aground on Monday.",
        "No one was hurt.",
    ]


def test_paragraphs_end_sentences() -> None:
    assert sentences("No full stop here", "Nor here") == ["No full stop here", "Nor here"]


def test_tokens_lie_in_their_sentence_and_quote_the_text() -> None:
    page = article("“We’re done—finally,” Dr. Lind said.", "She left  at 5 p.m. for the U.S. coast.")
    parsed = parse(page)
    for n, token in enumerate(parsed.tokens):
        inside = parsed.sentences[token.sentence]
        assert inside.start <= token.start < token.end <= inside.end
        assert page.text[token.start : token.end] == token.text
        assert parsed.tokens[token.head].sentence == token.sentence or token.head == n
    assert [parsed.paragraph_of[t.sentence] for t in parsed.tokens] == sorted(
        parsed.paragraph_of[t.sentence] for t in parsed.tokens
    )


def test_text_without_any_end_is_cut() -> None:
    page = article("word and another word " * 2_500)
    parsed = parse(page)
    longest = max(sum(t.sentence == n for t in parsed.tokens) for n in range(min(8, len(parsed.sentences))))
    assert longest <= 250
    assert len(parsed.tokens) == 10_000


def test_nothing() -> None:
    assert parse(article()).tokens == ()


def test_unseen_signs_tear_no_word_apart() -> None:
    seen, torn = (
        article("The spokesman left on Wednesday."),
        article("\u202bThe spokes\u00adman left\u200b on Wed\u200bnesday\u202c."),
    )
    one, two = parse(seen).tokens, parse(torn).tokens
    assert [(t.lemma, t.pos, t.dep, t.head) for t in one] == [(t.lemma, t.pos, t.dep, t.head) for t in two]
    assert all(torn.text[t.start : t.end] == t.text for t in two)
    assert [torn.text[s.start : s.end] for s in parse(torn).sentences] == [
        "The spokes\u00adman left\u200b on Wed\u200bnesday\u202c."
    ]


def test_a_paragraph_of_unseen_signs_has_no_words() -> None:
    assert parse(article("\u200b\u2060\ufeff")).tokens == ()


def test_of_an_endless_paragraph_the_beginning_is_parsed() -> None:
    page = article("The wall gave way on Monday, and nobody had read the survey. " * 8_000)
    kept = examined(page)
    parsed = parse(page)
    assert len(kept) == 1 and kept[0].end < len(page.text) // 3
    assert kept[0].end - 80 < max(s.end for s in parsed.sentences) <= kept[0].end
    assert all(page.text[t.start : t.end] == t.text for t in parsed.tokens[-50:])
