"""Sources put right by the grammar around them: who is quoted in a passive, a whole list that speaks, who a joined denial is by."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from stemma.attributing.cues import lexicon
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.mouths import can_speak

_QUOTES: Final = frozenset({"quote", "cite"})
_SAYING: Final = frozenset({"say", "tell"})
_TOGETHER: Final = frozenset({"all", "both", "each"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_WIDEST: Final = 60
"""Words that a list of speakers may have."""


def with_speaker(view: View, frame: Frame) -> Frame:
    """The frame with its source put right where the grammar shows another one; any other frame as it is."""
    if frame.kind == "layout" or not frame.cue:
        return frame
    return _by_joined_verb(view, _whole_list(view, _quoted_passive(view, _quoted_active(view, frame))))


def quotes_another(view: View, frame: Frame, others: list[Frame]) -> bool:
    """Whether a frame is only "X quoted Y as saying …", where one of `others` is what Y says: the chain of that one tells of X."""
    tokens = view.tokens
    inside = set(frame.content)
    return tokens[frame.anchor].lemma in _QUOTES and any(
        o.anchor in inside and tokens[o.anchor].tag == "VBG" and tokens[o.anchor].lemma in _SAYING for o in others
    )


def _quoted_active(view: View, frame: Frame) -> Frame:
    """ "The radio quoted a rescuer as saying …" is the rescuer's, as the radio tells it."""
    tokens, tree = view.tokens, view.tree
    i = frame.anchor
    if frame.source or tokens[i].tag != "VBG" or tokens[i].lemma not in _SAYING or tokens[tokens[i].head].lemma != "as":
        return frame
    verb = tokens[tokens[i].head].head
    quoted = tree.child(verb, "dobj") if tokens[verb].lemma in _QUOTES and verb < i else None
    source = tuple(j for j in tree.subtree(quoted) if j < tokens[i].head) if quoted is not None else ()
    return replace(frame, source=source) if source and can_speak(tree, source, i, direct=False) else frame


def _quoted_passive(view: View, frame: Frame) -> Frame:
    """ "Ana Berg was quoted by the radio as saying …" is Ana Berg's, whoever quotes her."""
    tokens, tree = view.tokens, view.tree
    verb = next((j for j in frame.cue if tokens[j].lemma in _QUOTES and tree.child(j, "auxpass") is not None), None)
    subject = tree.child(verb, "nsubjpass") if verb is not None else None
    if subject is None or not any(tokens[j].tag == "VBG" and tokens[j].lemma in _SAYING for j in frame.cue):
        return frame
    source = tuple(tree.subtree(subject))
    content = tuple(j for j in frame.content if j not in set(source))
    return replace(frame, source=source, content=content) if content else frame


def _whole_list(view: View, frame: Frame) -> Frame:
    """All who speak together where only the first of a list was taken: "A, the owner of B and C all declined"."""
    tokens = view.tokens
    first = min(frame.cue)
    together = next((j for j in range(first - 1, first - 3, -1) if j >= 0 and tokens[j].text.casefold() in _TOGETHER), None)
    if together is None or not frame.source or not max(frame.source) < together <= max(frame.source) + _WIDEST:
        return frame
    between = [tokens[j] for j in range(max(frame.source) + 1, together)]
    listed = between and between[0].text in (",", "and") and any(t.text == "and" for t in between)
    if not listed or any(t.tag in _FINITE or t.text in (";", ":") or t.sentence != tokens[first].sentence for t in between):
        return frame
    if any(view.inside[j] for j in range(min(frame.source), together)):
        return frame
    return replace(frame, source=tuple(range(min(frame.source), together)))


def _by_joined_verb(view: View, frame: Frame) -> Frame:
    """A denial or refusal joined to what the same one says: of "the firm confirmed that talks took place but denied a bid" the
    parser may join "denied" to "took", and talks cannot speak."""
    tokens, tree, words = view.tokens, view.tree, lexicon()
    i = frame.anchor
    silent = tokens[i].lemma in words.denial - words.doubt | words.declining
    if not silent or tokens[i].dep != "conj" or tokens[i].tag not in _FINITE or tree.child(i, "nsubj", "nsubjpass", "auxpass"):
        return frame
    if frame.source and can_speak(tree, frame.source, i, direct=False):
        return frame
    told = tokens[i].head
    above = tokens[told].head
    subject = tree.child(above, "nsubj")
    speech = tokens[told].dep == "ccomp" and above < told and tokens[above].lemma in words.speech | words.denial
    if not speech or subject is None or view.inside[above]:
        return frame
    source = tuple(tree.subtree(subject))
    return replace(frame, source=source) if can_speak(tree, source, i, direct=False) else frame
