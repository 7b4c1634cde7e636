"""Where a noun phrase that begins at a place of the text ends, by word class: for phrases that no parse can be trusted with."""

from __future__ import annotations

from stemma.attributing.page import Page
from stemma.background.lexicons import lexicon
from stemma.model import Span, Token


def noun_phrase(page: Page, start: int, end: int) -> Span | None:
    """The noun phrase that begins at `start`: determiners, adjectives, nouns; a second determiner only after a common noun
    of an outlet ("local newspaper the Globe")."""
    tree = page.tree
    outlets = lexicon("roles")["outlet"] | lexicon("roles")["agency"]
    taken: list[Token] = []
    for i in range(tree.within(Span(start, end)).start, len(tree.tokens)) if start < end else ():
        token = tree.tokens[i]
        if token.start < start:
            continue
        low = token.text.casefold()
        if token.start >= end:
            break
        if not taken and low in ("us", "me"):
            return Span(token.start, token.end)
        if low in ("the", "a", "an", "this", "our", "its", "his", "her", "their", "local"):
            solid = [t for t in taken if t.text != ","]
            if solid and not (low == "the" and (solid[-1].text.casefold() in outlets)) and low != "local":
                break
        elif (
            token.text == ","
            and taken
            and taken[-1].text.casefold() in outlets
            and i + 1 < len(tree.tokens)
            and (tree.tokens[i + 1].text[:1].isupper() or tree.tokens[i + 1].text == "the")
        ) or (
            low == "of"
            and taken
            and taken[-1].text[:1].isupper()
            and i + 1 < len(tree.tokens)
            and tree.tokens[i + 1].text[:1].isupper()
        ):
            pass
        elif (
            (
                token.pos in ("PRON", "VERB", "AUX", "SCONJ", "ADV", "ADP", "CCONJ", "PUNCT")
                and low not in ("'s", "’s")
                and not (token.text[:1].isupper() and token.pos not in ("PRON", "PUNCT"))
            )
            or low in ("that", "there", "it", "he", "she", "they", "last", "yesterday", "today")
            or token.text
            in (
                '"',
                "“",
                ",",
                ".",
                ":",
                ";",
                "‘",
            )
            or token.text in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
            or (
                taken
                and taken[-1].text[:1].isupper()
                and not token.text[:1].isupper()
                and low not in outlets
                and low not in ("news", "'s", "’s")
                and token.pos in ("NOUN", "ADJ", "NUM")
            )
        ):
            break
        taken.append(token)
    if not taken or all(t.text.casefold() in ("the", "a", "an") for t in taken):
        return None
    return Span(taken[0].start, taken[-1].end)
