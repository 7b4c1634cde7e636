"""What an article cannot have from a report: lines between its paragraphs, and words about that report itself.

"The ministry denied the agency's report" came after the report, however many of its words the denial repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stemma.background.idf import normal
from stemma.model import Article, Parsed, Span, Token

REPORTS: Final = frozenset({"report", "reporting", "story", "article", "account", "dispatch", "publication", "revelation"})
CITING: Final = frozenset({"cite", "quote", "see", "publish", "carry", "file", "release", "issue", "write", "run", "say", "tell"})
"""With these a report that is the object is the source, or a thing in the event, not something answered."""
ANSWERING: Final = frozenset(
    {"comment", "ask", "question", "respond", "react", "answer", "reply", "response", "reaction", "answered"}
)
ENDS: Final = (".", "!", "?", "…", ":", ";", ",", "”", "’", '"', "'", ")", "—", "–", "-")
LONGEST_SUBHEAD: Final = 12  # words


def is_subhead(article: Article, sentence: Span) -> bool:
    """Whether a sentence stands as a paragraph of its own that is short and does not end as sentences end."""
    for paragraph in article.body:
        if paragraph.start <= sentence.start < paragraph.end:
            text = article.text[paragraph.start : paragraph.end].strip()
            return bool(text) and len(text.split(None, LONGEST_SUBHEAD)) <= LONGEST_SUBHEAD and not text.endswith(ENDS)
    return False


def report_spoken_of(parsed: Parsed, sentence: Sequence[Token]) -> frozenset[str]:
    """Words of the noun phrases that name a report as something denied, confirmed, asked about or commented on (folded).

    A report that is cited, or that itself says something, is not among them: "according to a report", "the report said".
    """
    out: set[str] = set()
    for token in sentence:
        if normal(token.lemma) in REPORTS and token.pos in ("NOUN", "PROPN", "VERB") and _answered(parsed, token):
            out.add(normal(token.text))
            for other in sentence:
                if other is not token and _below(parsed, other, token):
                    out.add(normal(other.text).removesuffix("'s").removesuffix("’s"))
    return frozenset(out)


def _answered(parsed: Parsed, token: Token) -> bool:
    head = parsed.tokens[token.head]
    if token.dep in ("dobj", "obj", "nsubjpass"):
        return head.pos in ("VERB", "AUX") and normal(head.lemma) not in CITING
    if token.dep in ("pobj", "pcomp") and normal(head.text) in ("on", "about", "to", "regarding", "over"):
        over = parsed.tokens[head.head]
        return normal(over.lemma) in ANSWERING
    return False


def _below(parsed: Parsed, token: Token, top: Token) -> bool:
    """Whether a token stands in the phrase of `top`, relative clauses and clauses of content left out."""
    for _ in range(len(parsed.tokens)):
        head = parsed.tokens[token.head]
        if token.dep in ("relcl", "acl", "ccomp", "advcl") or head is token:
            return False
        if head is top:
            return True
        token = head
    return False
