"""Attributions that the page's layout makes: speakers of a transcript ("SMITH: …") and signed quotations ("“…” - A. Smith")."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.model import Article, Span

_LABEL = re.compile(r"[\"“]?(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,3})(?: \([^)\n]{1,30}\))?:")
_RECORDED = re.compile(
    r"(?P<name>(?:(?:Ms|Mr|Mrs|Dr)\.? )?(?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|al|bin)(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|al|bin)){0,4})"
    r"(?:,? ?\([^)\n]{2,60}\)|, [^:.\n]{2,60})?(?: ?\[\d[\d:]*\])?:(?=\s)"
)
_NOBODY = re.compile(r"(?:Q|QUESTION|Question)\b ?[.:]")
_ANSWER = re.compile(r"(?P<name>A|ANSWER|Answer) ?:(?=\s)")
_ROOM = re.compile(r"[(\[][^)\]\n]{2,40}[)\]]\W*$", re.MULTILINE)
_DASHES = frozenset({"―", "—", "–", "-", "--", "”―", '"-', "”—", "”–", '"—', '"–'})


def frames(view: View, text: str, *, transcript: bool = False) -> list[Frame]:
    """Attributions by layout, by place; `text` is the article's. `transcript`: the page is known to be the record of speech, so
    that names in small letters are labels too, and a paragraph without one goes on with what the last speaker says."""
    turns = _recorded(view, text) if transcript else []
    return [*(turns or _transcript(view, text)), *_signed(view)]


def _paragraphs(view: View) -> list[tuple[int, int]]:
    """The body's paragraphs as half-open ranges of tokens."""
    out: list[tuple[int, int]] = []
    number = None
    for sentence, (first, last) in enumerate(view.tree.sentence):
        of = view.tree.parsed.paragraph_of[sentence]
        if of < 0 or first == last:
            continue
        if of == number:
            out[-1] = (out[-1][0], last)
        else:
            out.append((first, last))
        number = of
    return out


def _transcript(view: View, text: str) -> list[Frame]:
    """Paragraphs that begin with a speaker in capitals and a colon, if at least two speakers or turns do."""
    found: list[Frame] = []
    for first, last in _paragraphs(view):
        label = _label(text, view.tokens[first].start)
        if label is not None:
            name = [i for i in range(first, last) if label.start("name") <= view.tokens[i].start < label.end("name")]
            colon = next((i for i in range(first, last) if view.tokens[i].end >= label.end()), None)
            if name and colon is not None and colon + 1 < last and _wordy(view, colon + 1, last):
                found.append(
                    Frame(anchor=colon, cue=(colon,), source=tuple(name), content=tuple(range(colon + 1, last)), kind="layout")
                )
        elif found and found[-1].content[-1] == first - 1 and view.tokens[first].text in {'"', "“"}:
            found[-1] = Frame(
                anchor=found[-1].anchor,
                cue=found[-1].cue,
                source=found[-1].source,
                content=(*found[-1].content, *range(first, last)),
                kind="layout",
            )
    return found if len(found) > 1 else []


def _label(text: str, start: int) -> re.Match[str] | None:
    """The label that a paragraph begins with: a name in capitals and a colon, or the "A:" of an answer."""
    found = _ANSWER.match(text, start) or _LABEL.match(text, start)
    return None if found is None or _NOBODY.match(text, start) else found


def turns(article: Article) -> tuple[tuple[Span, Span], ...]:
    """The turns of a page that is, or looks like, the record of speech: the words of each and the name on its label, by place.

    Empty where fewer than two paragraphs have a label. In a known transcript a paragraph without one goes on with the last turn.
    """
    text, recorded = article.text, article.kind == "transcript"
    found: list[tuple[Span, Span]] = []
    goes_on = False
    for span in article.body:
        if _NOBODY.match(text, span.start):
            goes_on = False
            continue
        label = (_RECORDED.match(text, span.start, span.end) if recorded else None) or _label(text, span.start)
        if label is not None:
            found.append((Span(label.end(), span.end), Span(label.start("name"), label.end("name"))))
            goes_on = recorded
        elif goes_on:
            found.append((span, found[-1][1]))
    return tuple(found) if len({name.start for _, name in found}) > 1 else ()


def _recorded(view: View, text: str) -> list[Frame]:
    """What is said in a transcript, sentence by sentence: each labelled paragraph and those after it without a label, if anyone
    speaks twice.

    A label that names nobody ("Q:", "MODERATOR" is somebody) ends the turn before it; what is only a mark of the room, such as
    "(Laughter.)", is left out of it.
    """
    turns: list[tuple[str, int, tuple[int, ...], list[int]]] = []
    open_turn = False
    for first, last in _paragraphs(view):
        start = view.tokens[first].start
        if _NOBODY.match(text, start):
            open_turn = False
            continue
        label = _RECORDED.match(text, start)
        colon = next((i for i in range(first, last) if view.tokens[i].end >= label.end()), last) if label else first - 1
        if label and colon < last:
            name = tuple(i for i in range(first, colon) if label.start("name") <= view.tokens[i].start < label.end("name"))
            open_turn = bool(name)
            if name:
                turns.append((label["name"].split()[-1].casefold(), colon, name, []))
        if open_turn and turns and not _ROOM.match(text, view.tokens[first].start):
            turns[-1][3].extend(range(colon + 1, last))
    speakers = Counter(speaker for speaker, *_ in turns)
    if not any(n > 1 for n in speakers.values()):
        return []
    return [
        Frame(anchor=colon, cue=(colon,), source=name, content=tuple(words), kind="layout")
        for _, colon, name, said in turns
        for _, sentence in groupby(said, key=lambda i: view.tokens[i].sentence)
        if (words := [*sentence]) and _wordy(view, words[0], words[-1] + 1)
    ]


def _signed(view: View) -> list[Frame]:
    """Paragraphs that are a quotation, a dash and a name."""
    out = []
    for first, last in _paragraphs(view):
        dash = next((i for i in range(last - 1, max(first, last - 10), -1) if view.tokens[i].text in _DASHES), None)
        if dash is None or view.tokens[first].text[0] not in "\"“”'‘":
            continue
        name = [i for i in range(dash + 1, last) if any(c.isalnum() for c in view.tokens[i].text)]
        if (
            name
            and all(view.tokens[i].text[0].isupper() or view.tokens[i].pos in {"DET", "ADP"} for i in name)
            and _wordy(view, first, dash)
        ):
            out.append(Frame(anchor=dash, cue=(dash,), source=tuple(name), content=tuple(range(first, dash)), kind="layout"))
    return out


def _wordy(view: View, first: int, last: int) -> bool:
    return sum(any(c.isalnum() for c in view.tokens[i].text) for i in range(first, last)) > 2
