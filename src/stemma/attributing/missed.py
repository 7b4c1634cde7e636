"""Attributions that word order shows where the parser went wrong: who tells a whole sentence from its end, "that" behind a message.

A statement of the form "The boiler had been switched off, the school's caretaker, Ana Berg, told the Gazette" is the surest that
there is, yet a parser that takes "told" for a second predicate of "switched" hides it from the tagger and from the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from stemma.attributing.cues import lexicon
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.mouths import can_speak

_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_OPENS: Final = frozenset({"DET", "PROPN", "NOUN", "ADJ", "NUM", "PRON"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whose", "whom", "where", "when"})
_SUBORDINATE: Final = frozenset(
    {"as", "when", "after", "before", "while", "if", "although", "though", "since", "because", "once", "until", "unless", "asked"}
)
_LISTENER: Final = frozenset({"tell", "inform", "assure", "advise", "warn", "brief"})
"""Verbs that may have who is told as their object."""
_MESSAGES: Final = frozenset(
    {"message", "email", "e-mail", "mail", "text", "letter", "statement", "interview", "post", "tweet", "call", "note", "memo"}
    | {
        "briefing",
        "conference",
        "hearing",
        "speech",
        "video",
        "reply",
        "filing",
        "article",
        "chat",
        "thread",
        "broadcast",
        "column",
    }
)
_STOPS: Final = frozenset({".", "!", "?", '"', "”", "’", "'", ")"})
_LEAST: Final = 3
_LONGEST: Final = 20
_TAIL: Final = 12


_CLAUSAL: Final = frozenset({"say", "insist", "reckon", "swear", "add"})
"""Verbs that take a clause and no thing: "said a hatch" is cut short."""


def whole_clause(view: View, frame: Frame) -> Frame:
    """A frame whose content ends before its verb with the rest of the clause: of "said a hatch broke in it" the parser makes a
    hatch that is said, "broken in it"."""
    tokens = view.tokens
    content = frame.content
    after = content[-1] + 1
    told = content[0] > frame.anchor and not any(view.inside[j] for j in content)
    if tokens[frame.anchor].lemma not in _CLAUSAL or not told or after >= len(tokens):
        return frame
    bare = not any(tokens[j].pos in ("VERB", "AUX") for j in content)
    goes_on = tokens[after].tag in ("VBN", "VBD") and tokens[after].head in content and tokens[content[-1]].pos != "PUNCT"
    if not bare or not goes_on:
        return frame
    return replace(frame, content=tuple(sorted({*content, *view.tree.subtree(after)})))


def with_missed(view: View, known: Iterable[Frame]) -> list[Frame]:
    """The `known` frames and the attributions that none of them cues or has for its content, these by place of their sentence.

    A known frame whose content only describes its own source ("Ana Berg, who runs the yard, confirmed …") tells nothing: one of the
    same cue takes its place.
    """
    frames = list(known)
    mute = [f for f in frames if _describes(view, f)]
    sound = [f for f in frames if f not in mute]
    anchors = {j for f in sound for j in (f.anchor, *f.cue)}
    covered = {j for f in sound for j in f.content}
    out = []
    for n, (first, stop) in enumerate(view.tree.sentence):
        if view.tree.parsed.paragraph_of[n] < 0 or stop - first < 2 * _LEAST:
            continue
        for frame in (*_behind(view, first, stop), *_in_message(view, first, stop)):
            words = [j for j in frame.content if view.tokens[j].pos != "PUNCT"]
            fresh = sum(j not in covered for j in words)
            if frame.anchor not in anchors and len(words) >= _LEAST and 2 * fresh > len(words):
                out.append(frame)
                break
    taken = {f.anchor for f in out}
    return [*(f for f in frames if f not in mute or f.anchor not in taken), *out]


def _describes(view: View, frame: Frame) -> bool:
    """Whether the content of a frame lies wholly within the phrase that is its cue's subject."""
    subject = view.tree.child(frame.anchor, "nsubj")
    if subject is None or frame.kind == "layout" or frame.content[-1] > frame.anchor:
        return False
    return set(frame.content) <= set(view.tree.subtree(subject))


def _behind(view: View, first: int, stop: int) -> Iterator[Frame]:
    """A sentence told from its end: "…, a neighbour told the Gazette on Monday." and "…, warned two of the engineers."."""
    tokens, words = view.tokens, lexicon()
    last = stop - 1
    while last > first and tokens[last].text in _STOPS:
        last -= 1
    for verb in range(last, max(first + _LEAST, last - _TAIL) - 1, -1):
        lemma = _verb(view, verb, last)
        if lemma not in (words.speech - words.weak) | words.evidence or view.inside[verb]:
            continue
        comma = _phrase_before(view, first, verb)
        inverted = comma is None and tokens[verb - 1].text == "," and verb < last
        if inverted:
            comma, source, tail = verb - 1, tuple(range(verb + 1, last + 1)), tuple[int, ...]()
        elif comma is not None:
            source, tail = tuple(range(comma + 1, verb)), tuple(range(verb + 1, last + 1))
        else:
            continue
        while source and tokens[source[-1]].pos in ("PUNCT", "ADV"):
            source = source[:-1]
        content = tuple(range(first, comma))
        if (
            not source
            or not _names(view, source, verb)
            or not _is_tail(view, verb, tail)
            or not _is_clause(view, content)
            or (lemma not in words.speech and not any(tokens[j].lemma in words.papers for j in source))
        ):
            continue
        yield Frame(anchor=verb, cue=(verb,), source=source, content=content, kind="speech")
        return


def _verb(view: View, i: int, last: int) -> str:
    """The lemma of a finite verb; "" for another word.

    At the end of a sentence the parser takes "a pilot reckons" and "local media report" for nouns: no noun in the plural follows
    "a", none in the singular stands without an article.
    """
    tokens = view.tokens
    token = tokens[i]
    if token.tag in _FINITE:
        return token.lemma
    if i != last or token.tag not in ("NN", "NNS"):
        return ""
    low = next((j for j in range(i - 1, max(0, i - _LONGEST), -1) if tokens[j].pos == "PUNCT"), i - 1) + 1
    articles = [tokens[j].text.casefold() for j in range(low, i) if tokens[j].pos in ("DET", "PRON") or tokens[j].tag == "POS"]
    if token.tag == "NNS" and articles[:1] in (["a"], ["an"]):
        return token.lemma
    plural = low < i and (tokens[i - 1].tag in ("NNS", "NNPS") or tokens[i - 1].text.casefold() in ("media", "police"))
    return token.lemma if token.tag == "NN" and not articles and plural else ""


def _phrase_before(view: View, first: int, verb: int) -> int | None:
    """The comma before the noun phrase that ends at token `verb`, appositions and relative clauses inside it; None without one."""
    tokens = view.tokens
    subject = view.tree.child(verb, "nsubj")
    if subject is not None and first < subject < verb:
        low = min(view.tree.edges[subject][0], subject)
        if tokens[low - 1].text == "," and low - 1 > first:
            return low - 1
    # The parser may hang the phrase elsewhere: then it is short, without a comma of its own.
    comma = next((j for j in range(verb - 1, max(first, verb - _LONGEST) - 1, -1) if tokens[j].text == ","), None)
    return comma if comma is not None and comma + 1 < verb and comma > first else None


def _names(view: View, source: tuple[int, ...], verb: int) -> bool:
    """Whether a phrase names who can speak: it opens as a noun phrase does and has no predicate but in a relative clause."""
    tokens = view.tokens
    if tokens[source[0]].pos not in _OPENS or tokens[source[0]].text.casefold() in _RELATIVE or any(view.inside[j] for j in source):
        return False
    clause = next((n for n, j in enumerate(source) if tokens[j].text.casefold() in _RELATIVE), len(source))
    plain = source[:clause]
    if any(tokens[j].tag in {*_FINITE, "MD", "VBG"} or tokens[j].pos in ("SCONJ", "AUX") for j in plain):
        return False
    if not any(tokens[j].pos in ("NOUN", "PROPN", "PRON", "NUM") for j in plain):
        return False
    return can_speak(view.tree, source, verb, direct=False)


def _is_tail(view: View, verb: int, tail: tuple[int, ...]) -> bool:
    """Whether what follows the verb only says to whom, where and when: no predicate, no object that would be what is said."""
    tokens = view.tokens
    if any(tokens[j].tag in {*_FINITE, "MD", "VBG", "VBN"} or tokens[j].pos in ("SCONJ", "AUX") for j in tail):
        return False
    if any(view.inside[j] or tokens[j].text in (":", ";", '"', "“", "”") for j in tail):
        return False
    if not tail:
        return tokens[verb].lemma not in ("tell", "inform", "assure", "brief")
    opener = tokens[tail[0]]
    if tokens[verb].lemma in _LISTENER:
        return opener.pos in {*_OPENS, "ADP"}
    weekday = opener.entity in ("DATE", "TIME")
    return opener.pos in ("ADP", "ADV") or opener.text.casefold() == "to" or weekday


def _is_clause(view: View, content: tuple[int, ...]) -> bool:
    """Whether the words before the comma are a clause of their own: a predicate with its subject, no subordinate clause alone."""
    tokens = view.tokens
    solid = [j for j in content if tokens[j].pos not in ("PUNCT", "SPACE") and tokens[j].dep != "cc"]
    if not solid or tokens[solid[0]].text.casefold() in _SUBORDINATE or tokens[solid[0]].tag in ("VBG", "VBN"):
        return False
    inside = set(content)
    finite = (j for j in content if tokens[j].tag in {*_FINITE, "MD"} and not view.inside[j])
    for j in finite:
        top = tokens[j].head if tokens[j].dep in ("aux", "auxpass") else j
        subject = view.tree.child(top, "nsubj", "nsubjpass", "expl", "csubj")
        if subject in inside and tokens[top].dep not in ("relcl", "acl"):
            return True
    return False


def _in_message(view: View, first: int, stop: int) -> Iterator[Frame]:
    """What someone said in a message, where the parser takes "that" for a relative: "confirmed in a letter that it was late"."""
    tokens, tree, words = view.tokens, view.tree, lexicon()
    for that in range(first + 2, stop - _LEAST):
        if tokens[that].text.casefold() != "that" or view.inside[that] or tokens[that].dep == "det":
            continue
        noun = that - 1
        if tokens[noun].lemma.casefold() not in _MESSAGES or tokens[noun].dep != "pobj":
            continue
        verb = next((j for j in range(noun, max(first, noun - _TAIL), -1) if tokens[j].tag in _FINITE), None)
        if verb is None or view.inside[verb] or tokens[verb].lemma not in words.speech - words.weak | words.denial:
            continue
        between = range(verb + 1, noun)
        if any(tokens[j].pos in ("VERB", "AUX") and tokens[j].dep != "amod" and tokens[j - 1].text != "to" for j in between):
            continue
        if any(tokens[j].text in (",", ";", ":") for j in between) or tree.child(verb, "ccomp") is not None:
            continue
        subject = tree.child(verb, "nsubj")
        clause = next((j for j in range(that + 1, stop) if tokens[j].tag in {*_FINITE, "MD"}), None)
        # "a letter that said so" is a relative clause: its verb comes at once.
        if subject is None or clause is None or clause == that + 1 or tokens[that + 1].pos not in _OPENS:
            continue
        source = tuple(tree.subtree(subject))
        end = stop
        while end > that + 1 and tokens[end - 1].pos == "PUNCT":
            end -= 1
        if can_speak(tree, source, verb, direct=False) and max(source) < verb:
            yield Frame(anchor=verb, cue=(verb,), source=source, content=tuple(range(that + 1, end)), kind="speech")
            return
