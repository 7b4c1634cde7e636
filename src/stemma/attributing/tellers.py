"""Those through whose mouths others' words come: nested speech, "according to", who read it out, whom a report cites next.

Each function answers for one statement and from its own passage only; None or nothing where the grammar does not show it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from stemma.attributing.cues import lexicon as cues
from stemma.attributing.mouths import can_speak
from stemma.attributing.page import Page
from stemma.attributing.phrases import noun_phrase
from stemma.attributing.voices import Phrase, read
from stemma.background.lexicons import lexicon
from stemma.model import Span, Statement

_READ_OUT = re.compile(r"\bread(?: aloud| out)?(?: \w+)? by\s+", re.IGNORECASE)
_WHICH_READ = re.compile(r"\b(?:which|that)\s+(?P<who>(?:[\w’'.-]+\s+){1,6}?)read (?:aloud|out)\b", re.IGNORECASE)
_NAME_BEHIND = re.compile(r", ((?:[A-Z][\w’'.-]*)(?: [A-Z][\w’'.-]*){1,2})")
_IN_PRINT = re.compile(
    r"\b(?:report|article|story|piece|dispatch|account|interview)s? (?:published |carried |run )?(?:in|by|from|on|with)\s+"
)
_ENDS = re.compile(r"[.?!;]\s|\n")
_CITES = frozenset({"cite", "quote", "rely"})
_AGAIN = frozenset({"it", "they"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_INTERVIEWS = frozenset({"interview", "quote", "cite"})
_TELLS = frozenset({"say", "tell", "report", "write", "add", "recall", "recount", "claim", "note", "remember"})


def inner_speakers(page: Page, at: int, cue: Span, content: Sequence[Span]) -> tuple[Phrase, ...]:
    """Who says the content inside what the cue tells, the innermost first: "Holt recounted that the bishop had warned: “…”" → the
    governor.

    The verb of speech that the content follows, if the grammar puts it below the cue, and those between the two.
    """
    tree = page.tree
    start = content[0].start
    if start <= cue.end or _ENDS.search(page.text, cue.end, start):
        return ()
    between = [i for i in tree.within(Span(cue.end, start)) if tree.tokens[i].start >= cue.end and tree.tokens[i].end <= start]
    verb = next((i for i in reversed(between) if tree.tokens[i].pos == "VERB"), None)
    if verb is None or not at < verb or not _below(page, verb, at) or not _leads(page, verb, start):
        return ()
    out: list[Phrase] = []
    while verb != at:
        subject = tree.child(verb, "nsubj")
        speaks = tree.tokens[verb].lemma in cues().speech and subject is not None and subject > at
        if speaks and subject is not None and can_speak(tree, tree.subtree(subject), verb, direct=False):
            found = read(page, tree.span(*tree.edges[subject]))
            if len(found) != 1 or tree.tokens[subject].text.casefold() in ("who", "which", "that"):
                return ()
            out.extend(found)
        elif not out:
            return ()
        verb = tree.tokens[verb].head
    return tuple(out)


def _leads(page: Page, verb: int, start: int) -> bool:
    """Whether what the verb says begins at `start`: nothing with a verb of its own between, and "that", a colon or a mark."""
    if start <= page.tree.tokens[verb].end:
        return False
    tokens = [page.tree.tokens[j] for j in page.tree.within(Span(page.tree.tokens[verb].end, start)) if j > verb]
    between = page.text[page.tree.tokens[verb].end : start]
    return (
        not any(t.pos in ("VERB", "AUX") or t.dep == "cc" for t in tokens)
        and (bool(tokens) and tokens[-1].text.casefold() in ("that", ":", '"', "“", "them", "him", "her", "us", "me"))
        and ";" not in between
    )


def _below(page: Page, i: int, at: int) -> bool:
    """Whether token `i` hangs below token `at` through clauses of content."""
    tokens = page.tree.tokens
    for _ in range(6):
        head = tokens[i].head
        if head == i or tokens[i].dep in ("relcl", "advcl", "acl"):
            return False
        if head == at:
            return True
        i = head
    return False


def accorded(page: Page, at: int, cue: Span, source: Span | None, content: Sequence[Span]) -> tuple[Phrase, ...]:
    """By whose account somebody said it: "…, he told colleagues, according to two people who were there" → two people."""
    tree = page.tree
    if tree.tokens[at].lemma not in cues().speech | cues().denial or tree.tokens[at].lemma in ("accord", "cite", "quote"):
        return ()
    first, stop = tree.sentence[tree.tokens[at].sentence]
    for i in range(first, stop):
        token = tree.tokens[i]
        to = tree.child(i, "prep") if token.lemma == "accord" else None
        top = tree.child(to, "pobj") if to is not None else None
        if top is None or cue.start <= token.start < cue.end or any(c.start <= token.start < c.end for c in content):
            continue
        where = tree.span(*tree.edges[top])
        if source is not None and where.start < source.end and where.end > source.start:
            continue
        if any(where.start < c.end and where.end > c.start for c in content) or not _governs(page, i, at, content):
            continue
        return read(page, where)
    return ()


def _governs(page: Page, accord: int, at: int, content: Sequence[Span]) -> bool:
    """Whether "according to" stands on the clause of the cue: opens the sentence, or follows the cue with no other verb between."""
    tree = page.tree
    first, _ = tree.sentence[tree.tokens[at].sentence]
    if accord == first:
        between = range(accord, at)
    elif accord > at:
        between = range(at + 1, accord)
    else:
        return False
    own = set(tree.subtree(accord))
    other = (
        j
        for j in between
        if j not in own
        and tree.tokens[j].tag in _FINITE
        and tree.tokens[j].pos in ("VERB", "AUX")
        and not any(c.start <= tree.tokens[j].start < c.end for c in content)
    )
    return next(other, None) is None


def outer_behind(page: Page, at: int, source: Span | None) -> tuple[Phrase, int] | None:
    """Who tells a sentence at its end: "Witnesses told police that …, the prosecutor said" → the prosecutor; and the verb."""
    tree = page.tree
    i = at
    for _ in range(3):
        head = tree.tokens[i].head
        if head == i:
            return None
        if tree.tokens[i].dep == "ccomp" and head > tree.edges[i][1] and tree.tokens[head].lemma in _TELLS:
            subject = tree.child(head, "nsubj")
            if subject is None or subject < tree.edges[i][1] or tree.tokens[tree.edges[subject][0] - 1].text not in (",", "”", '"'):
                return None
            where = tree.span(*tree.edges[subject])
            if source is not None and where.start < source.end and where.end > source.start:
                return None
            if tree.child(head, "xcomp", "aux") is not None or (head + 1 < len(tree.tokens) and tree.tokens[head + 1].text == "to"):
                return None  # "…, the line said to be in talks"
            found = read(page, where)
            speaks = can_speak(tree, tree.subtree(subject), head, direct=False)
            return (found[0], head) if len(found) == 1 and found[0].pronoun == "" and speaks else None
        if tree.tokens[i].dep not in ("conj", "ccomp"):
            return None
        i = head
    return None


def interviewer(page: Page, at: int) -> Span | None:
    """Who asked the one that the relative clause tells of: "the Globe spoke to a clerk, who said …" → the Globe."""
    tree = page.tree
    if tree.tokens[at].dep != "relcl":
        return None
    noun = tree.tokens[at].head
    verb = tree.tokens[noun].head
    if tree.tokens[noun].dep == "pobj" and tree.tokens[verb].lemma in ("to", "with"):
        verb = tree.tokens[verb].head
        if tree.tokens[verb].lemma not in ("speak", "talk"):
            return None
    elif tree.tokens[noun].dep != "dobj" or tree.tokens[verb].lemma not in _INTERVIEWS:
        return None
    subject = tree.child(verb, "nsubj")
    return tree.span(*tree.edges[subject]) if subject is not None else None


def read_out(page: Page, zone: Sequence[Span], content: Sequence[Span]) -> Phrase | None:
    """Who read a paper out: "a statement read by her lawyer", "the log, which a councillor read aloud"."""
    for span in zone:
        for match in _READ_OUT.finditer(page.text, span.start, span.end):
            if any(c.start <= match.start() < c.end for c in content):
                continue
            where = noun_phrase(page, match.end(), span.end)
            if where is None:
                continue
            behind = _NAME_BEHIND.match(page.text, where.end, span.end)
            if behind is not None and page.is_person(behind.group(1)):
                where = Span(where.start, behind.end())
            found = _person(page, where)
            if found is not None:
                return found
        for match in _WHICH_READ.finditer(page.text, span.start, span.end):
            if not any(c.start <= match.start() < c.end for c in content):
                found = _person(page, Span(match.start("who"), match.start("who") + len(match["who"].rstrip())))
                if found is not None:
                    return found
    return None


def _person(page: Page, where: Span) -> Phrase | None:
    found = read(page, where)
    return found[0] if len(found) == 1 and found[0].kind in ("named", "role") and not found[0].pronoun else None


def cited_next(page: Page, at: int) -> Span | None:
    """Whom a report cites in its next sentence: "The daily reported that … . It cited two engineers." → two engineers.

    The sentence must stand in the same paragraph, its subject take up the outlet, and nothing be said in it by the one cited.
    """
    tree = page.tree
    n = tree.tokens[at].sentence + 1
    paragraphs = tree.parsed.paragraph_of
    if n >= len(tree.sentence) or paragraphs[n] != paragraphs[n - 1]:
        return None
    first, stop = tree.sentence[n]
    if stop - first > 40 or any(t.text in ('"', "“") and t.start < tree.tokens[first].end for t in tree.tokens[first:stop]):
        return None
    verb = next((i for i in range(first, min(stop, first + 8)) if tree.tokens[i].tag in _FINITE), None)
    if verb is None or tree.tokens[verb].lemma not in _CITES:
        return None
    subject = tree.child(verb, "nsubj")
    if subject is None or subject > verb:
        return None
    words = [tree.tokens[j].text.casefold() for j in tree.subtree(subject)]
    outlets = lexicon("roles")["outlet"] | lexicon("roles")["agency"]
    if not (
        words[-1] in _AGAIN or words[-1] in outlets or page.outlet_kind(page.quote(tree.span(*tree.edges[subject]))) is not None
    ):
        return None
    thing = tree.child(verb, "dobj")
    on = tree.child(verb, "prep")
    if thing is None and on is not None and tree.tokens[on].lemma == "on":
        thing = tree.child(on, "pobj")
    saying = any(tree.tokens[j].tag == "VBG" and tree.tokens[j].lemma in ("say", "tell") for j in range(verb, stop))
    if thing is None or saying or tree.child(verb, "ccomp") is not None:
        return None
    return tree.span(tree.edges[thing][0], tree.edges[thing][1])


def in_print(page: Page, source: Span, raw: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The voices of a source, with "a report in the Globe" as the Globe: an outlet's report is its own word."""
    if len(raw) != 1 or raw[0].kind != "document":
        return tuple(raw)
    match = _IN_PRINT.search(page.text, source.start, source.end)
    where = noun_phrase(page, match.end(), source.end) if match is not None else None
    name = page.quote(where) if where is not None else ""
    kind = page.outlet_kind(name) if name[:1].isupper() or name[:4] == "the " else None
    if where is None or kind is None or page.is_own(name):
        return tuple(raw)
    return (replace(raw[0], name=name, kind=kind, head="", definite=False, span=where, descriptors=()),)


def nested(statements: Sequence[Statement]) -> list[Statement]:
    """Statements whose cue stands inside what another one says (a quotation, a turn of a transcript), with that one's chain behind
    their own: "The pilot told us to wait," said a passenger, is the pilot's word on the passenger's.

    "Told us" inside a quotation is told to the quoted one, so it shows no gathering. Order is kept.
    """
    spans = sorted((c.start, c.end, n) for n, s in enumerate(statements) for c in s.content if s.chain)
    out = []
    for n, statement in enumerate(statements):
        cue = statement.cue
        around = [
            (end - start, m) for start, end, m in _holding(spans, cue) if m != n and statements[m].content != statement.content
        ] if cue is not None else []  # fmt: skip
        if around:
            outer = statements[min(around)[1]]
            known = {v.name.casefold() for hop in statement.chain for v in hop.voices}
            if not any(v.name.casefold() in known for hop in outer.chain for v in hop.voices):
                statement = replace(statement, chain=(*statement.chain, *outer.chain), gathered=outer.gathered)
        out.append(statement)
    return out


def _holding(spans: Sequence[tuple[int, int, int]], cue: Span) -> list[tuple[int, int, int]]:
    """Those of `spans` (start, end, owner; sorted) that hold the cue."""
    last = bisect_right(spans, (cue.start, 1 << 62, 0))
    return [s for s in spans[max(0, last - 80) : last] if s[0] < cue.start and cue.end < s[1]]
