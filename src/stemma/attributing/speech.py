"""From attributions in the wide sense to what someone says: which frames are speech, and quotations that no cue governs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stemma.attributing.cues import lexicon
from stemma.attributing.features import View
from stemma.attributing.frames import Frame

_ANONYMITY = frozenset({"name", "identify", "quote"})
_DATELINE_ENDS = frozenset({"-", "–", "—", "--", ":"})
_SILENT = frozenset(
    {"comment", "respond", "reply", "answer", "return", "discuss", "say", "disclose", "elaborate", "confirm", "reveal", "specify"}
)
_REPLIES = frozenset({"comment", "respond", "reply", "answer", "return"})
_CALLING = frozenset({"call", "appeal", "ask", "plead", "push", "press"})
_LEAST = 4
"""Words that a quotation without a cue must have to be a statement and not a word in scare quotes."""


def is_speech(view: View, frame: Frame) -> bool:
    """Whether a frame is something said, written or shown, and not a belief, a plan, or what an article or a question is about."""
    tree, words, tokens, i = view.tree, lexicon(), view.tokens, frame.anchor
    token = tokens[i]
    if _about_naming(view, frame) or _question(view, i) or (token.text == ":" and not frame.source):
        return False
    if frame.kind not in {"tagged", "speech"}:
        return True
    heads = {token.lemma, *(tokens[j].lemma for j in frame.cue if tokens[j].pos in {"VERB", "NOUN", "ADV", "ADP"})}
    if heads & (words.declining | words.denial | words.doubt | words.hearsay) or {"accord", "per"} & heads or token.text == ":":
        return True
    passive = tree.child(i, "auxpass") is not None
    if passive and not frame.source:
        return token.lemma in words.hearsay_verbs
    quoted = sum(bool(view.inside[j]) for j in frame.content) if not view.inside[i] else 0
    clause = quoted * 2 > len(frame.content) or any(
        tokens[j].pos in {"VERB", "AUX"} and tokens[j].dep != "amod" for j in frame.content
    )
    if token.lemma in words.speech - words.weak or (token.pos == "NOUN" and token.lemma in words.nouns):
        return True
    if token.lemma in words.evidence:
        return clause or any(tokens[j].lemma in words.papers for j in frame.source)
    if heads & words.speech:
        return clause or (token.lemma in _CALLING and any(tokens[j].lemma == "for" for j in (*frame.cue, frame.content[0])))
    return quoted * 2 > len(frame.content)


def _about_naming(view: View, frame: Frame) -> bool:
    """Whether someone only asks not to be named: the ground of anonymity, not a statement."""
    tokens = view.tokens
    return bool({tokens[frame.anchor].lemma} & (lexicon().declining | {"ask", "agree", "speak", "talk", "want", "wish"})) and any(
        tokens[j].lemma in _ANONYMITY and any(tokens[c].dep == "auxpass" for c in view.tree.children[j])
        for j in (*frame.content, *frame.cue)
    )


def _question(view: View, i: int) -> bool:
    """Whether the cue only introduces an answer ("Asked about X, …") or names a source that another cue has ("citing X")."""
    token = view.tokens[i]
    has_clause = any(view.tokens[c].dep in {"ccomp", "xcomp"} for c in view.tree.children[i])
    if token.lemma in {"ask", "question", "press"} and (token.tag == "VBN" or not has_clause):
        return True
    return token.lemma in {"cite", "quote", "refer"} and token.tag in {"VBG", "VBN"} and view.tree.child(i, "auxpass") is None


def declining(view: View, frame: Frame) -> Frame:
    """A refusal with its whole verb phrase as content ("to discuss it", "did not respond to a request for comment")."""
    tokens, words = view.tokens, lexicon()
    goal = None
    refuses = [j for j in frame.cue if tokens[j].lemma in words.declining]
    silent = [j for j in frame.cue if tokens[j].lemma in _SILENT and any(tokens[c].dep == "neg" for c in view.tree.children[j])]
    if refuses:
        goal = [j for j in frame.cue if j > refuses[-1]]
    elif silent and tokens[silent[-1]].lemma in _REPLIES:
        goal = list(frame.cue)
    elif silent and not any(tokens[c].dep == "ccomp" for c in view.tree.children[silent[-1]]):
        goal = [silent[-1]]
    if not goal:
        return frame
    return replace(frame, content=tuple(sorted({*frame.content, *goal})), kind="declining")


def without_dateline(view: View, frame: Frame) -> Frame:
    """A frame whose content has lost the dateline that its sentence begins with ("LEEDS - ", "Leeds: ")."""
    tokens = view.tokens
    first, last = view.tree.sentence[tokens[frame.content[0]].sentence]
    for j in range(first, min(last, first + 14)):
        if tokens[j].pos in {"VERB", "AUX", "PRON"}:
            break
        if j > first and (tokens[j].text in _DATELINE_ENDS):
            rest = tuple(i for i in frame.content if not first <= i <= j)
            return replace(frame, content=rest) if rest and any(tokens[k].pos == "PROPN" for k in range(first, j)) else frame
    return frame


def uncued(view: View, taken: Iterable[Frame], *, whole: bool = True) -> list[Frame]:
    """Quotations of some length that no frame covers: the speaker before goes on, or the page leaves it to the eye who speaks.

    With `whole` only those that stand as sentences of their own.
    """
    covered = {j for f in taken for j in (*f.content, *f.cue)}
    out: list[Frame] = []
    runs: dict[int, list[int]] = {}
    for j, number in enumerate(view.inside):
        if number:
            runs.setdefault(number, []).append(j)
    for number in sorted(runs):
        run = runs[number]
        solid = [j for j in run if any(c.isalnum() for c in view.tokens[j].text)]
        if len(solid) < _LEAST or covered & set(run):
            continue
        if not any(view.tokens[j].pos in {"VERB", "AUX"} for j in solid):
            continue
        if whole and not _whole(view, run):
            continue
        out.append(Frame(anchor=run[0], cue=(), source=(), content=tuple(run), kind="quotation"))
    return out


def _whole(view: View, run: list[int]) -> bool:
    """Whether the quotation stands as sentences of its own: nothing but marks before it in its sentence, or a colon or comma
    and then a capital."""
    tokens = view.tokens
    first, _ = view.tree.sentence[tokens[run[0]].sentence]
    before = [j for j in range(first, run[0]) if tokens[j].pos != "PUNCT" or tokens[j].text in ",:"]
    word = next((tokens[j].text for j in run if tokens[j].text[0].isalnum()), "a")
    return not before or (tokens[before[-1]].text in ",:" and word[0].isupper())
