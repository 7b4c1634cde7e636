"""One attribution, several statements: content cut where a clause of its own begins."""

from __future__ import annotations

from itertools import pairwise

from stemma.attributing.cues import lexicon
from stemma.attributing.features import View

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def split(view: View, content: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The pieces of `content` (token indices, sorted), each a clause that can be true or false by itself.

    Cut before a coordinated finite verb, a clause after a semicolon, a participle that adds a result ("…, creating …"), a quotation
    that goes on as a new sentence behind who said it. Words inside quotation marks are never cut apart; a piece has at least three
    words.
    """
    tree, tokens, inside = view.tree, view.tokens, view.inside
    kept = set(content)
    cuts: set[int] = set()
    gone: set[int] = set()
    for i in content:
        if inside[i]:
            continue
        token = tokens[i]
        if token.head not in kept or token.head == i:
            continue
        start = tree.edges[i][0]
        if token.dep == "conj" and tokens[token.head].pos in {"VERB", "AUX"} and _finite(view, i) and start > token.head:
            cuts.add(start)
        elif (
            token.dep == "advcl"
            and token.tag == "VBG"
            and start == i
            and i > content[0]
            and tokens[i - 1].text == ","
            and i > token.head
        ):
            cuts.add(start)
            if token.lemma in lexicon().speech | {"cite"}:
                gone.add(start)
    for previous, i in pairwise(content):
        if tokens[i].text == ";" and not inside[i]:
            cuts.add(i)
        # "said that it leaked, and that nobody came", wherever the parser joins the second clause.
        if tokens[i].lemma == "that" and tokens[i].dep == "mark" and tokens[previous].dep == "cc" and not inside[i]:
            cuts.add(i)
        # What is told in the reporter's words, and a quotation that stands as a sentence after it.
        if (inside[previous] == 0) != (inside[i] == 0) and (
            tokens[i].sentence != tokens[previous].sentence or _stands_alone(view, content, i)
        ):
            cuts.add(i)
    solid = [i for i in content if any(c.isalnum() for c in tokens[i].text)]
    cuts.update(i for previous, i in pairwise(solid) if inside[previous] and not inside[i] and _ended(view, previous, i))
    quoted = [i for i in content if inside[i]]
    cuts.update(i for previous, i in pairwise(quoted) if _resumed(view, previous, i))
    pieces: list[list[int]] = [[]]
    for i in content:
        if i in cuts and pieces[-1]:
            pieces.append([])
        pieces[-1].append(i)
    out: list[list[int]] = []
    for piece in pieces:
        if piece[0] in gone and out:
            continue  # "…, calling it a success": an attribution by itself
        if out and (_words(view, piece) < 3 or _words(view, out[-1]) < 3):
            out[-1].extend(piece)
        else:
            out.append(piece)
    trimmed = (_trim(view, p) for p in out)
    return [tuple(p) for p in trimmed if p]


def _ended(view: View, previous: int, i: int) -> bool:
    """Whether a quotation ended its sentence before token `i` opens one of the reporter's: “It leaked.” Nobody had come."""
    marks = [view.tokens[j].text for j in range(previous, i)]
    return any(m in (".", "!", "?") for m in marks) and view.tokens[i].text[0].isupper()


def _resumed(view: View, previous: int, i: int) -> bool:
    """Whether token `i` goes on with the quotation that `previous` ended, as a sentence: “It leaked,” she said. “Nobody came.”"""
    inside = view.inside
    between = range(previous + 1, i)
    return inside[previous] != inside[i] and any(view.tokens[j].text in (".", "!", "?") and not inside[j] for j in between)


def _stands_alone(view: View, content: tuple[int, ...], i: int) -> bool:
    """Whether the quotation that begins at token `i` follows a clause of the reporter's own and a full stop or a colon."""
    tokens, inside = view.tokens, view.inside
    if not inside[i]:
        return False
    marks = [tokens[j].text for j in range(max(content[0], i - 3), i) if tokens[j].pos == "PUNCT" or tokens[j].text in ".:"]
    word = next((tokens[j].text for j in range(i, min(i + 3, len(tokens))) if tokens[j].text[0].isalnum()), "a")
    told = [j for j in content if j < i and not inside[j]]
    return bool({".", ":", "?", "!"} & set(marks)) and word[0].isupper() and any(_finite(view, j) for j in told)


def _finite(view: View, i: int) -> bool:
    tokens = view.tokens
    return tokens[i].tag in _FINITE or any(
        tokens[c].dep in {"aux", "auxpass"} and tokens[c].tag in _FINITE for c in view.tree.children[i]
    )


def _words(view: View, piece: list[int]) -> int:
    return sum(any(c.isalnum() for c in view.tokens[i].text) for i in piece)


def _trim(view: View, piece: list[int]) -> list[int]:
    """Without the conjunction or complementiser it begins or ends with."""
    tokens = view.tokens
    low, high = 0, len(piece)
    while low < high and (not any(c.isalnum() for c in tokens[piece[low]].text) or _glue(view, piece[low])):
        low += 1
    while high > low and (not any(c.isalnum() for c in tokens[piece[high - 1]].text) or tokens[piece[high - 1]].dep == "cc"):
        high -= 1
    return piece[low:high]


def _glue(view: View, i: int) -> bool:
    token = view.tokens[i]
    return not view.inside[i] and (token.dep == "cc" or (token.dep == "mark" and token.lemma == "that"))
