"""Labels of a transcript as voices: "SMITH: …" is Smith's word, and what Smith reports there is on Smith's word too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from stemma.attributing.page import Page, is_body_name
from stemma.attributing.voices import Phrase
from stemma.background.lexicons import lexicon
from stemma.model import Hop, Span, Statement, Voice

_ANSWERS = frozenset({"a", "answer"})


def label_voice(page: Page, source: Span) -> Phrase | None:
    """The voice of a label that opens a paragraph ("SMITH: …"), None where `source` is none.

    A role where the lexicon knows the word ("MODERATOR"), unnamed for the "A:" of an answer, a body by its form, else a person.
    """
    if page.text[source.end : source.end + 60].lstrip(" ")[:1] not in (":", "(", ",", "[", "."):
        return None
    if all(source.start != name.start for _, name in page.turns):
        return None
    name = page.quote(source)
    low = name.rstrip(".").casefold()
    roles = lexicon("roles")
    if low in _ANSWERS:
        return Phrase(name="unknown", kind="unnamed", span=source)
    last = low.split()[-1]
    if low in lexicon("small")["chairs"] | roles["spokes"] | roles["office"]:
        return Phrase(name=name, kind="role", head=last, definite=True, span=source)
    if low in roles["unnamed"]:
        return Phrase(name=name, kind="unnamed", head=last, definite=True, span=source)
    if last in roles["collective"] | roles["body"] or (is_body_name(name) and not page.is_person(name)):
        return Phrase(name=name, kind="organisation", span=source)
    words = [w.title() if w.isupper() and len(w) > 1 else w for w in name.split()]
    if len(words) > 1 and words[0].rstrip(".").casefold() in roles["title"]:
        words = words[1:]
    return Phrase(name=page.full_name(" ".join(words)), kind="named", span=source)


def spoken_in(page: Page, statements: Sequence[Statement]) -> list[Statement]:
    """Statements reported inside a turn of a transcript, with the turn's speaker as their last hop. Order is kept.

    "Told me" is told to that speaker there, so it shows no gathering by the page's own newsroom.
    """
    starts = [said.start for said, _ in page.turns]
    out = []
    for statement in statements:
        anchor = statement.cue or statement.source
        n = bisect_right(starts, anchor.start) - 1 if anchor is not None else -1
        said, name = page.turns[n] if n >= 0 else (None, None)
        voice = label_voice(page, name) if said is not None and name is not None and anchor and anchor.end <= said.end else None
        mine = voice is None or any(v.name.casefold() == voice.name.casefold() for hop in statement.chain for v in hop.voices)
        if voice is not None and not mine and statement.chain:
            last = Hop(voices=(Voice(name=voice.name, kind=voice.kind, span=voice.span),))
            statement = replace(statement, chain=(*statement.chain, last), gathered=None)
        out.append(statement)
    return out
