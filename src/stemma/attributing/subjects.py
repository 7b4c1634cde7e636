"""Who does the speaking of a cue: by the grammar, by place where the grammar is wrong, and whose words a source passes on."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.attributing.cues import lexicon as cues
from stemma.attributing.page import Page
from stemma.attributing.trees import SUBJECTS, Tree
from stemma.attributing.voices import Phrase, read
from stemma.model import Span

_REACH = 16
"""Words that may stand between "quoted" and "as saying"."""
_RETELLING = frozenset({"quote", "cite", "recall", "remember", "hear", "overhear", "describe"})


def cue_token(tree: Tree, cue: Span) -> int | None:
    """The token that cues: the first verb of the cue, else its last word."""
    inside = [i for i in tree.within(cue) if any(c.isalnum() for c in tree.tokens[i].text)]
    verbs = [i for i in inside if tree.tokens[i].pos == "VERB"]
    return verbs[0] if verbs else inside[-1] if inside else None


def subject(page: Page, cue: Span) -> Span | None:
    """The phrase of who does the cue's speaking, where extraction found none: the subject of the verb, or of the verb that it
    is joined to ("first declined, then told"). None for passives and for what is no verb."""
    tree = page.tree
    i = cue_token(tree, cue)
    for _ in range(4):
        if i is None or tree.tokens[i].pos not in ("VERB", "AUX") or tree.child(i, "nsubjpass", "auxpass") is not None:
            return None
        child = tree.child(i, "nsubj")
        if child is not None:
            return tree.span(*tree.edges[child])
        head = tree.tokens[i].head
        if head == i or tree.tokens[i].dep not in ("conj", "advcl", "xcomp", "dep"):
            return None
        i = head
    return None


def main_speaker(page: Page, cue: Span) -> Span | None:
    """Who says the main clause that ", saying" or ", adding" hangs on, where the parser hangs it on what that one says.

    "Norland denied that any of its men were there, saying …" is Norland's. None for other cues and other sentences.
    """
    tree = page.tree
    i = cue_token(tree, cue)
    if i is None or tree.tokens[i].tag != "VBG" or not page.text[: tree.tokens[i].start].rstrip().endswith(","):
        return None
    told = tree.tokens[i].head
    for _ in range(3):
        head = tree.tokens[told].head
        if tree.tokens[told].dep == "ccomp" and head < told and tree.tokens[head].lemma in cues().speech | cues().denial:
            child = tree.child(head, "nsubj")
            return tree.span(*tree.edges[child]) if child is not None else None
        if head == told or tree.tokens[told].dep not in ("conj", "xcomp"):
            return None
        told = head
    return None


def beside(page: Page, cue: Span) -> Span | None:
    """The phrase of who does the cue's speaking where the parser gives the verb no subject: by place, from the left.

    Of "Up north, Ana Berg, 27, swears …" the last piece between commas that can be a voice; of "…, the port said, and warned"
    who said. None where a piece with a verb of its own stands between, and for what is no finite verb of speech.
    """
    tree = page.tree
    i = cue_token(tree, cue)
    if i is None or tree.tokens[i].tag not in ("VBD", "VBZ", "VBP") or tree.child(i, *SUBJECTS, "auxpass") is not None:
        return None
    if tree.tokens[i].lemma not in cues().speech | cues().denial | cues().declining:
        return None
    first = tree.sentence[tree.tokens[i].sentence][0]
    pieces: list[list[int]] = [[]]
    for j in range(i - 1, first - 1, -1):
        text = tree.tokens[j].text
        if text in (";", ":") or text in '"“”':
            break
        if text in (",", "(", ")", "–", "—"):
            pieces.append([])
        else:
            pieces[-1].insert(0, j)
    for piece in pieces:
        while piece and (tree.tokens[piece[-1]].pos in ("ADV", "AUX", "CCONJ") and not tree.tokens[piece[-1]].text[0].isupper()):
            piece.pop()
        if not piece:
            continue
        tokens = [tree.tokens[j] for j in piece]
        opens = tokens[0]
        if (
            opens.text.casefold() in ("who", "which", "whose", "that")
            or opens.tag in ("VBG", "VBN")
            or all(t.pos == "NUM" for t in tokens)
        ):
            continue
        said = next(
            (j for j in piece if tree.tokens[j].lemma in cues().speech and tree.tokens[j].tag in ("VBD", "VBZ", "VBP")), None
        )
        if said is not None:
            subject_of = tree.child(said, "nsubj")
            return tree.span(*tree.edges[subject_of]) if subject_of is not None and said == piece[-1] else None
        if any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in tokens) or opens.pos in ("ADP", "SCONJ"):
            return None
        if opens.pos in ("DET", "PROPN", "PRON", "NOUN", "NUM", "ADJ") or opens.text[0].isupper():
            return Span(opens.start, tokens[-1].end)
        return None
    return None


def quoted_by(page: Page, cue: Span, content: Sequence[Span]) -> Phrase | None:
    """Whose words the source passes on: "one recalled her saying" → her, "they quoted him as saying" → him."""
    tree = page.tree
    at = cue_token(tree, cue)
    if at is not None and tree.tokens[at].lemma not in _RETELLING:
        at = retelling(page, cue)
    if at is None or tree.tokens[at].lemma not in _RETELLING or tree.child(at, "auxpass") is not None:
        return None
    stop = min(at + _REACH, tree.sentence[tree.tokens[at].sentence][1])
    saying = next((j for j in range(at + 1, stop) if tree.tokens[j].tag == "VBG" and tree.tokens[j].lemma in ("say", "tell")), None)
    over = [c for c in content if c.start < tree.tokens[saying].start < c.end] if saying is not None else []
    if saying is None or saying - at < 2 or any(len(tree.within(c)) > saying - at + 1 for c in over):
        return None
    stop = saying - 1 if tree.tokens[saying - 1].text == "as" else saying
    found = read(page, tree.span(at + 1, stop - 1)) if stop > at + 1 else ()
    return found[0] if len(found) == 1 else None


def retelling(page: Page, cue: Span) -> int | None:
    """The verb that passes on what the cue "saying" tells: "television quoted the minister as saying that …" → quoted.

    None for other cues, for the passive ("was quoted as saying"), and across a comma.
    """
    tree = page.tree
    at = cue_token(tree, cue)
    if at is None or tree.tokens[at].tag != "VBG" or tree.tokens[at].lemma not in ("say", "tell"):
        return None
    first = tree.sentence[tree.tokens[at].sentence][0]
    for j in range(at - 1, max(first, at - _REACH) - 1, -1):
        token = tree.tokens[j]
        if token.text in (",", ";", ":", '"', "“", "”"):
            return None
        if token.lemma in _RETELLING and token.pos == "VERB":
            return j if tree.child(j, "auxpass") is None and token.tag != "VBN" else None
    return None


def quoting_subject(page: Page, source: Span) -> Span | None:
    """Who says the clause in which "we" or "I" is the subject: the subject of the verb of speech above it."""
    tree = page.tree
    inside = tree.within(source)
    i = inside[0] if len(inside) else -1
    for _ in range(6):
        head = tree.tokens[i].head if i >= 0 else i
        if head == i:
            return None
        if tree.tokens[i].dep in ("ccomp", "parataxis") and tree.tokens[head].lemma in cues().speech:
            child = tree.child(head, "nsubj")
            return tree.span(*tree.edges[child]) if child is not None else None
        i = head
    return None
