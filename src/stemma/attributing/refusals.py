"""Refusals to speak that no cue of speech gives away: "has yet to reply", "hung up", "… but would not be drawn on the cause".

Each is a statement of its own: who was silent, and about what, is what readers compare between reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from stemma.attributing.extracts import Extract
from stemma.attributing.mouths import can_speak
from stemma.attributing.trees import SUBJECTS, Tree
from stemma.background.lexicons import lexicon
from stemma.model import Article, Parsed

_ANSWERS: Final = frozenset({"respond", "reply", "answer", "comment"})
_SPEAKS: Final = _ANSWERS | {
    "discuss", "say", "elaborate", "confirm", "specify", "disclose", "reveal", "identify", "name", "speculate", "explain", "address"
}  # fmt: skip
_CALLS: Final = frozenset(
    {"call", "message", "email", "e-mail", "request", "question", "text", "inquiry", "enquiry", "query", "letter"}
)
_WOULD: Final = frozenset({"will", "would", "can", "could"})
_LEAST: Final = 2


def refusals(article: Article, parsed: Parsed, taken: Sequence[Extract]) -> tuple[Extract, ...]:
    """The refusals of an article's body that none of `taken` holds, in order of place.

    Only what the report tells itself, not what stands inside a quotation; the content is the verb phrase without what a
    relative clause adds, the cue its verb with its negation.
    """
    tree = Tree(parsed)
    known = [s for e in taken for s in (*e.content, *([e.cue] if e.cue else []))]
    starts = [t.start for t in tree.tokens]
    held = {i for s in known for i in range(bisect_left(starts, s.start), bisect_left(starts, s.end))}
    out = []
    for i, token in enumerate(tree.tokens):
        if token.pos not in ("VERB", "AUX") or parsed.paragraph_of[token.sentence] < 0:
            continue
        if i in held:
            continue
        head = _refusal(tree, i)
        found = _extract(article.text, tree, i, head) if head is not None else None
        if found is not None and not _in_quotes(article.text, parsed, token.sentence, token.start):
            out.append(found)
    return tuple(out)


def _refusal(tree: Tree, i: int) -> int | None:
    """The verb that carries the subject if the verb at `i` heads a refusal to speak, else None."""
    tokens = tree.tokens
    token, kids = tokens[i], tree.children[i]
    negated = any(tokens[c].dep == "neg" for c in kids)
    modal = any(tokens[c].tag == "MD" and tokens[c].lemma in _WOULD for c in kids)
    did = any(tokens[c].lemma in ("do", "have") and tokens[c].dep == "aux" for c in kids)
    if token.lemma in _ANSWERS and token.dep == "xcomp":
        head = token.head
        yet = tokens[head].lemma == "have" and any(tokens[c].lemma == "yet" for c in tree.children[head])
        return head if yet else None
    if negated and (modal or did) and token.lemma in _ANSWERS:
        return i if to_the_press(tree, i) else None
    if negated and did and token.lemma == "return":
        thing = tree.child(i, "dobj")
        return i if thing is not None and tokens[thing].lemma in _CALLS else None
    if negated and modal and token.lemma in _SPEAKS and tree.child(i, "auxpass") is None:
        return i
    if negated and modal and token.lemma == "draw" and tree.child(i, "auxpass") is not None:
        return i
    if negated and modal and token.lemma == "give":
        thing = tree.child(i, "dobj")
        return i if thing is not None and tokens[thing].lemma in ("name", "detail", "comment", "interview", "reason") else None
    if token.lemma == "hang" and any(tokens[c].lemma == "up" for c in kids) and any(tokens[c].lemma == "on" for c in kids):
        return i
    if token.lemma in ("keep", "remain", "stay") and any(
        tokens[c].lemma in ("silent", "mum", "tight-lipped") and c > i for c in kids
    ):
        return i
    if token.lemma == "have" and not modal:
        thing = tree.child(i, "dobj")
        no = thing is not None and any(tokens[c].lemma == "no" for c in tree.children[thing])
        return i if no and thing is not None and tokens[thing].lemma == "comment" else None
    return None


def to_the_press(tree: Tree, i: int) -> bool:
    """Whether an answer that did not come, by the verb at `i`, was one to questions, to people or to nobody named: not to a
    drug or a distress call of the story."""
    tokens, roles = tree.tokens, lexicon("roles")
    things = [c for c in tree.children[i] if tokens[c].dep in ("dobj", "dative")]
    preps = [c for c in tree.children[i] if tokens[c].dep == "prep" and tokens[c].lemma == "to"]
    things += [g for c in preps for g in tree.children[c] if tokens[g].dep == "pobj"]
    heard = _CALLS | {"phone", "door", "comment"} | roles["unnamed"] | roles["outlet"] | roles["agency"] | roles["body"]
    return not things or any(tokens[j].lemma in heard or tokens[j].pos in ("PROPN", "PRON") for j in things)


def _extract(text: str, tree: Tree, i: int, head: int) -> Extract | None:
    """The refusal as spans; None where nobody is named who could speak."""
    tokens = tree.tokens
    subject = _subject(tree, head)
    if subject is None:
        return None
    source = [j for j in tree.subtree(subject) if j < head]
    while source and tokens[source[-1]].pos == "PUNCT":
        source.pop()
    if not source or not can_speak(tree, source, i, direct=False):
        return None
    start = min(
        [head, *(c for c in tree.children[head] if tokens[c].dep in ("aux", "neg", "auxpass", "advmod") and subject < c < head)]
    )
    kept = set(range(start, max(head, i) + 1))
    for c in tree.children[i]:
        if tokens[c].dep not in ("conj", "cc", "punct", "advcl", *SUBJECTS) and c > i:
            kept |= set(_without_relatives(tree, c))
    last = max(kept)
    if any(j not in kept for j in range(start, last + 1)):
        last = next(j for j in range(start, last + 2) if j not in kept) - 1
    while last > start and tokens[last].pos == "PUNCT":
        last -= 1
    if last - start + 1 < _LEAST:
        return None
    content = tree.span(start, last)
    return Extract(
        content=(content,),
        cue=tree.span(start, max(i, head)),
        source=tree.span(source[0], source[-1]),
        quotation="indirect",
        sentence=tokens[i].sentence,
        place="body",
    )


def _subject(tree: Tree, verb: int) -> int | None:
    """The subject of a verb, or of the verb that it is joined to."""
    for _ in range(4):
        found = tree.child(verb, "nsubj", "nsubjpass")
        if found is not None:
            return found
        head = tree.tokens[verb].head
        if head == verb or tree.tokens[verb].dep != "conj":
            return None
        verb = head
    return None


def _without_relatives(tree: Tree, i: int) -> list[int]:
    """A subtree without relative clauses and what is joined to it by a clause."""
    out = [i]
    for j in out:
        out.extend(c for c in tree.children[j] if tree.tokens[c].dep not in ("relcl", "advcl"))
    return sorted(out)


def _in_quotes(text: str, parsed: Parsed, sentence: int, at: int) -> bool:
    """Whether an odd number of quotation marks stands before `at` in its paragraph's sentence."""
    before = text[parsed.sentences[sentence].start : at]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")
