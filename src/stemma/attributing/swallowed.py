"""Content that swallowed what is none of it: another voice's clause, whom the report cites, the lead-in of a quotation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from stemma.attributing.cues import lexicon
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.mouths import can_speak
from stemma.background.lexicons import lexicon as lexicon_of

_CITES = frozenset({"cite", "quote"})
_DENIES = frozenset({"deny", "reject", "dismiss", "dispute", "refute", "rebut"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_JOINS = frozenset({"and", "but", "while", "whereas", "although", "though"})
REJECTED = "rejected"
"""The kind of a frame that denies what another statement of the same words may affirm."""
_LEAST = 2


def parted(view: View, frame: Frame, near: Iterable[Frame]) -> Frame:
    """A frame without the clause that another source says under a coordinated cue: "A said it rained and B said it snowed".

    `near` are the frames that share words with it. Where "that" is repeated ("said that … and that B said …") the clause is what
    the first one tells, and stays.
    """
    kept = set(frame.content)
    low = frame.content[0]
    for other in near:
        if (
            other is frame
            or not other.source
            or other.source == frame.source
            or other.anchor not in kept
            or view.inside[other.anchor]
        ):
            continue
        first = min(*other.source, *other.cue, *other.content)
        if not _coordinated(view, other.anchor, first) or first - low < 3:
            continue
        if frame.anchor > first and frame.anchor not in other.content:
            continue  # the frame's own cue stands behind: its source tells both
        kept = {j for j in kept if j < first or (j > max(*other.content, *other.cue) and j > frame.anchor > first)}
    content = tuple(j for j in frame.content if j in kept)
    while content and (view.tokens[content[-1]].dep in ("cc", "punct", "mark") or view.tokens[content[-1]].text == ","):
        content = content[:-1]
    return replace(frame, content=content) if len(content) > _LEAST and len(kept) < len(frame.content) else frame


def _coordinated(view: View, verb: int, first: int) -> bool:
    """Whether the clause of a verb of speech, which begins at token `first`, is joined by "and", "but" or "while" to what goes
    before it. With "and that" it is not: the first voice goes on."""
    tokens = view.tokens
    if tokens[verb].tag not in _FINITE or view.tree.child(verb, "nsubj") is None or not first:
        return False
    before = tokens[first - 1]
    return before.lemma in _JOINS and before.pos in ("CCONJ", "SCONJ")


def uncited(view: View, frame: Frame) -> Frame | None:
    """A frame without "citing a memo" at the head of its content; None for one whose content is nothing but whom a report quotes
    ("which quoted two nurses", "quoted the minister as saying …"): those are hops of another statement."""
    tokens, content = view.tokens, frame.content
    if tokens[frame.anchor].lemma in _CITES and not any(view.inside[j] for j in content):
        inside = set(content)
        tops = [j for j in content if (tokens[j].head not in inside or tokens[j].head == j) and tokens[j].pos != "PUNCT"]
        if tops and all(tokens[j].pos in ("NOUN", "PROPN", "PRON", "NUM") for j in tops) and content[0] > frame.anchor:
            verbs = any(tokens[j].tag == "VBG" and tokens[j].lemma == "say" for j in content)
            if not verbs and all(can_speak(view.tree, [j], frame.anchor, direct=False) for j in tops):
                return None
    cites = next((n for n, j in enumerate(content[:3]) if tokens[j].tag == "VBG" and tokens[j].lemma in _CITES), None)
    if cites is None or view.inside[content[cites]]:
        return frame
    that = next((n for n, (i, j) in enumerate(pairwise(content)) if tokens[i].text == "," and tokens[j].lemma == "that"), None)
    return replace(frame, content=content[that + 2 :]) if that is not None and len(content) > that + 2 + _LEAST else frame


def without_lead(view: View, pieces: list[Frame]) -> list[Frame]:
    """The pieces of a frame without the one that only leads in a quotation: "said that | the mayor had warned them: | “…”"."""
    out = []
    for n, piece in enumerate(pieces):
        after = pieces[n + 1] if n + 1 < len(pieces) else None
        if after is not None and view.inside[after.content[0]] and not view.inside[piece.content[-1]]:
            between = [view.tokens[j].text for j in range(piece.content[-1] + 1, after.content[0])]
            if ":" in between and _leads_in(view, piece):
                continue
        out.append(piece)
    return out


def _leads_in(view: View, piece: Frame) -> bool:
    """Whether a piece is a clause of speech with nothing said in it yet."""
    tokens, tree = view.tokens, view.tree
    verb = next((j for j in reversed(piece.content) if tokens[j].pos == "VERB"), None)
    if verb is None or tokens[verb].lemma not in lexicon().speech - lexicon().weak | {"describe"}:
        return False
    subject = tree.child(verb, "nsubj")
    clause = [c for c in tree.children[verb] if tokens[c].dep in ("ccomp", "xcomp") and c in piece.content]
    return (
        subject is not None
        and subject in piece.content
        and not clause
        and can_speak(tree, tree.subtree(subject), verb, direct=False)
    )


def denied(view: View, known: Iterable[Frame]) -> list[Frame]:
    """Denials in relative clauses with what they deny as content: "the deal, which Y denied", "an allegation Y rejects".

    `known` are the frames at hand: one whose content is only "which" is put right, one that is missing is made. Where the relative
    takes up a whole clause ("…, an accusation he denies") that clause is the content.
    """
    tokens, tree, words = view.tokens, view.tree, lexicon()
    frames = list(known)
    at = {f.anchor: n for n, f in enumerate(frames)}
    claims = lexicon_of("denials")["claims"]
    for i, token in enumerate(tokens):
        if token.lemma not in _DENIES or token.dep != "relcl" or token.tag not in _FINITE | {"VBN"} or view.inside[i]:
            continue
        subject = tree.child(i, "nsubj")
        thing = tree.child(i, "dobj")
        relative = thing is None or tokens[thing].lemma in ("which", "that")
        if (
            subject is None
            or not relative
            or tokens[subject].lemma in ("who", "which", "that")
            or tree.child(i, "ccomp", "xcomp") is not None
        ):
            continue
        noun = token.head
        cut = set(tree.subtree(i))
        content = [j for j in tree.subtree(noun) if j not in cut]
        is_claim = tokens[noun].lemma in claims | words.nouns
        if (token.lemma != "deny" and not is_claim) or tokens[noun].pos not in ("NOUN", "PROPN"):
            continue
        clause = any(tokens[c].dep in ("acl", "ccomp") for c in tree.children[noun])
        if (is_claim and not clause and tokens[noun].dep in ("appos", "npadvmod", "dep")) or tokens[noun].pos == "PROPN":
            content = _clause_before(view, min(content) if is_claim else min(cut)) or content
        while content and (tokens[content[-1]].pos == "PUNCT" or tokens[content[-1]].dep == "cc"):
            content = content[:-1]
        if not content:
            continue
        cue = tuple(sorted({i, *(c for c in tree.children[i] if tokens[c].dep in ("aux", "auxpass", "neg") and c < i)}))
        frame = Frame(anchor=i, cue=cue, source=tuple(tree.subtree(subject)), content=tuple(content), kind=REJECTED)
        if i in at:
            frames[at[i]] = replace(frames[at[i]], content=frame.content, kind=REJECTED)
        else:
            frames.append(frame)
    return frames


def _clause_before(view: View, stop: int) -> list[int]:
    """The words of the sentence before token `stop` and its comma, from the last comma or verb of speech on."""
    tokens = view.tokens
    first, _ = view.tree.sentence[tokens[stop].sentence]
    low = first
    for j in range(first, stop - 1):
        if tokens[j].lemma in lexicon().speech and tokens[j].tag in _FINITE:
            low = j + 1
    if low < stop and tokens[low].lemma == "that":
        low += 1
    words = list(range(low, stop))
    while words and tokens[words[-1]].pos == "PUNCT":
        words.pop()
    return words if len(words) > _LEAST else []
