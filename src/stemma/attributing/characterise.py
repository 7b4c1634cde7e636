"""Extracts -> Statements: whose word each is, through whose hands it came, and how firmly it is said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import category

from stemma.attributing.assertions import assertions
from stemma.attributing.chains import route, told_in_private
from stemma.attributing.coreference import Cast
from stemma.attributing.cues import lexicon as cues
from stemma.attributing.denials import opposed
from stemma.attributing.extracts import Extract
from stemma.attributing.hedges import hedges
from stemma.attributing.labels import label_voice, spoken_in
from stemma.attributing.mouths import can_speak
from stemma.attributing.page import Page
from stemma.attributing.stance import stance
from stemma.attributing.subjects import beside, cue_token, main_speaker, quoted_by, quoting_subject, retelling, subject
from stemma.attributing.tellers import in_print, inner_speakers, nested
from stemma.attributing.trees import Tree
from stemma.attributing.voices import Phrase, read
from stemma.background.names import SHIPPED, Names
from stemma.model import Article, Hop, Parsed, Span, Statement, Voice

BY = "attribute@1"
# How many statements away another voice may stand that is answered by a "no".
_NEAR = 60


def characterise(article: Article, parsed: Parsed, extracts: Sequence[Extract], names: Names = SHIPPED) -> tuple[Statement, ...]:
    """Decide chain, stance, hedges, gathering and publicity of each extract, and add the outlet's own assertions.

    Returns statements in order of place, attributed and unattributed ones together; ids are derived from the article's id
    and the quoted words, so they survive a re-run. Every span lies inside `article.text`.
    """
    tree = Tree(parsed)
    page = Page(article, tree, names)
    cast = Cast(page)
    ordered = sorted(extracts, key=_order)
    # Cues stand where voices are named, so voices are followed in the order of cues; headlines come first and name nobody.
    out: list[Statement] = []
    denied: dict[str, int] = {}
    routes: dict[tuple[int, str], tuple[tuple[Phrase, ...], ...]] = {}
    for extract in ordered:
        statement = _characterise(page, cast, extract, denied, routes)
        out.append(statement)
    out = nested(spoken_in(page, _oppose(tree, out)))
    taken = [s for statement in out for s in statement.content]
    out.extend(assertions(article, parsed, taken))
    return _unique(out)


def _source(page: Page, extract: Extract) -> Span | None:
    """Where the voice is named: the extract's source, or what the grammar gives for a missing one or for a quoted "we"."""
    if extract.source is None:
        hearsay = extract.cue is not None and _hearsay_voice(page, extract.cue) and extract.quotation == "indirect"
        found = subject(page, extract.cue) if extract.cue is not None and not hearsay else None
        if found is None and extract.cue is not None and not _continues(page, extract):
            found = beside(page, extract.cue)
        at = cue_token(page.tree, extract.cue) if extract.cue is not None else None
        if found is not None and at is not None and not can_speak(page.tree, page.tree.within(found), at, direct=False):
            found = beside(page, extract.cue) if extract.cue is not None else None
        if found is not None and at is not None and not can_speak(page.tree, page.tree.within(found), at, direct=False):
            return None
        return found if found is None or all(found.end <= c.start or found.start >= c.end for c in extract.content) else None
    retells = retelling(page, extract.cue) if extract.cue is not None else None
    teller = page.tree.child(retells, "nsubj") if retells is not None else None
    if teller is not None:
        return page.tree.span(*page.tree.edges[teller])
    above = main_speaker(page, extract.cue) if extract.cue is not None else None
    if above is not None and extract.source.start > above.end:
        return above
    if page.quote(extract.source).casefold() in ("we", "i", "us"):
        return quoting_subject(page, extract.source) or extract.source
    return extract.source


def _order(extract: Extract) -> tuple[object, ...]:
    """The order in which voices are followed; complete, so that the order of the input changes nothing."""
    spans = tuple((s is not None, s.start if s else 0, s.end if s else 0) for s in (extract.cue, extract.source))
    return (_first(extract), extract.content, *spans, extract.quotation, extract.sentence, extract.place)


def _first(extract: Extract) -> int:
    """Where a statement's voice stands: its source, else its cue, else its words."""
    return (extract.source or extract.cue or extract.content[0]).start


def _characterise(
    page: Page, cast: Cast, extract: Extract, denied: dict[str, int], routes: dict[tuple[int, str], tuple[tuple[Phrase, ...], ...]]
) -> Statement:
    tree, text = page.tree, page.text
    at = _first(extract)
    paragraph = tree.parsed.paragraph_of[extract.sentence] if tree.parsed.paragraph_of else 0
    source = _source(page, extract)
    raw = in_print(page, source, read(page, source)) if source else ()
    label = label_voice(page, extract.source) if extract.cue is None and extract.source is not None else None
    raw = (label,) if label is not None else raw
    way = route(page, source, extract.cue, extract.content, raw)
    retold = _inside(page, extract) if raw else ()
    if retold:
        raw, way = retold[:1], replace(way, after=(*((p,) for p in retold[1:]), raw, *way.after))
    speakers = tuple(cast.resolve(p, at, paragraph) for p in raw)
    if not raw and (extract.cue is None or _continues(page, extract)):
        last = cast.last_speaker(at, paragraph)
        speakers = (last,) if last is not None else ()
    for phrase, original in zip(speakers, raw or speakers, strict=True):
        cast.note(phrase, at, paragraph, original.pronoun)
    before = [tuple(cast.resolve(p, at, paragraph) for p in group) for group in way.before]
    after = [tuple(cast.resolve(p, at, paragraph) for p in group) for group in way.after]
    after = [
        g
        for n, g in enumerate(after)
        if n < len(retold)
        or not any(p.pronoun or p.kind not in ("outlet", "agency", "named", "role") for p in g)
        or (g in way.after and not g[0].pronoun)
    ]
    author = _author(page, source, raw)
    if author is not None:
        before = [(cast.resolve(author, at, paragraph),), *before]
    spoken = {p.name for p in speakers}
    after = [g for g in after if not all(p.name in spoken and p.kind in ("named", "role", "organisation") for p in g)]
    for group in (*before, *after):
        for phrase in group:
            if not phrase.pronoun:
                # Who tells what another has said is the one whom the next sentence takes up.
                teller = group in after and phrase.kind in ("named", "role")
                cast.note(replace(phrase, plural=phrase.plural), at + 1 if teller else at - 1 if at else 0, paragraph)
    key = speakers[0].name.casefold() if speakers else ""
    if not after and way.gathered is None and raw and (paragraph, key) in routes:
        after = list(routes[paragraph, key])  # "she said" after "she told the Globe" in the same paragraph
    if key and after:
        routes[paragraph, key] = tuple(after)
    groups = _once([g for g in (*before, speakers, *after) if g])
    if not groups and extract.cue is not None:
        groups = [(Phrase(name="unknown", kind="unnamed", span=extract.cue),)] if _hearsay_voice(page, extract.cue) else []
    kind = stance(
        tree,
        text,
        extract.cue,
        extract.content,
        extract.source,
        denied_before=(denied.get(key, -9) == paragraph and bool(key)) or _follows_denial(page, extract),
        direct=extract.quotation == "direct",
        private=extract.cue is not None and told_in_private(page, extract.cue, extract.content),
    )
    if kind == "denies" and key:
        denied[key] = paragraph
    return Statement(
        id=_id(page, extract),
        article=page.article.id,
        content=extract.content,
        cue=extract.cue,
        source=extract.source,
        quotation=extract.quotation,
        stance=kind,
        hedges=hedges(tree, text, extract.content, extract.cue),
        chain=tuple(Hop(voices=tuple(_voice(p) for p in group)) for group in groups),
        gathered=way.gathered,
        public=way.public,
        place=extract.place,
        by=BY,
    )


def _once(groups: list[tuple[Phrase, ...]]) -> list[tuple[Phrase, ...]]:
    """The hops without an outlet that stands there again under a shorter or longer name ("the Ledger", "the Daily Ledger")."""
    out: list[tuple[Phrase, ...]] = []
    for group in groups:
        last = out[-1] if out else ()
        if len(group) == len(last) == 1 and group[0].kind == last[0].kind and group[0].kind in ("outlet", "agency"):
            one, two = (set(p[0].name.casefold().split()) - {"the"} for p in (last, group))
            if one <= two or two <= one:
                out[-1] = max(last, group, key=lambda g: len(g[0].name))
                continue
        out.append(group)
    return out


def _inside(page: Page, extract: Extract) -> tuple[Phrase, ...]:
    """Whose words the source passes on, the first mouth first, where another verb of speech stands between the cue and the content,
    or the cue retells."""
    if extract.cue is None:
        return ()
    retold = quoted_by(page, extract.cue, extract.content)
    at = cue_token(page.tree, extract.cue)
    if retold is not None or at is None:
        return (retold,) if retold is not None else ()
    return inner_speakers(page, at, extract.cue, extract.content)


def _follows_denial(page: Page, extract: Extract) -> bool:
    """Whether a quotation opens its sentence right after a sentence of the same paragraph that denies."""
    if extract.quotation != "direct":
        return False
    parsed = page.tree.parsed
    here = extract.content[0]
    n = next((i for i, s in enumerate(parsed.sentences) if s.start < here.end and here.start < s.end), 0)
    if n == 0 or parsed.paragraph_of[n] != parsed.paragraph_of[n - 1] or here.start > parsed.sentences[n].start + 2:
        return False
    return any(
        page.tree.tokens[i].lemma in cues().denial and page.tree.tokens[i].pos == "VERB"
        for i in page.tree.within(parsed.sentences[n - 1])
    )


def _oppose(tree: Tree, statements: list[Statement]) -> list[Statement]:
    """Statements that negate what another voice of the article affirms, marked as denials."""
    out = []
    for n, statement in enumerate(statements):
        if statement.stance == "asserts" and statement.chain:
            name = statement.chain[0].voices[0].name
            near = statements[max(0, n - _NEAR) : n + _NEAR]
            others = [s.content for s in near if s.chain and s.chain[0].voices[0].name != name and s.stance == "asserts"]
            if opposed(tree, statement.content, others):
                statement = replace(statement, stance="denies")
        out.append(statement)
    return out


def _continues(page: Page, extract: Extract) -> bool:
    """Whether a cue without a source leaves the speaker to be the last one: a quotation, not hearsay."""
    return extract.cue is not None and extract.quotation != "indirect" and not _hearsay_voice(page, extract.cue)


def _hearsay_voice(page: Page, cue: Span) -> bool:
    return re.search(r"\b(?:said|understood|reported|rumou?red|claimed)\b", page.quote(cue), re.IGNORECASE) is not None


def _author(page: Page, source: Span | None, raw: tuple[Phrase, ...]) -> Phrase | None:
    """Who wrote the document that speaks: "an email from X", "a declaration by X"."""
    if source is None or not raw or raw[0].kind != "document":
        return None
    sentence = next((x for x in page.tree.parsed.sentences if x.start <= source.start < x.end), source)
    tail = page.text[source.start : min(sentence.end, source.end + 80)]
    match = re.search(r"\b(?:from|signed by|written by|sent by|penned by|in which|by former|by)\s+", tail)
    if (
        match is None
        or source.start + match.end() >= sentence.end
        or re.search(
            r"\b(?:seen|obtained|reviewed|released|published|read|read aloud|read out|compiled|led|viewed) $", tail[: match.start()]
        )
    ):
        return None
    if "," in tail[: match.start()] or match.start() > len(page.text[source.start : source.end]) + 12:
        return None
    found = read(page, _until_verb(page, source.start + match.end(), sentence.end))
    return found[0] if len(found) == 1 and found[0].kind == "named" else None


def _until_verb(page: Page, start: int, end: int) -> Span:
    """From `start` to the next finite verb, preposition "to", or mark of quotation."""
    last = start + 1
    for i in page.tree.within(Span(start, end)):
        token = page.tree.tokens[i]
        if token.start > start and (
            token.tag in ("VBD", "VBZ", "VBP", "MD", "TO", "VBG") or token.text in ('"', "“", ":") or token.text == "to"
        ):
            break
        last = token.end
    return Span(start, last)


def _voice(phrase: Phrase) -> Voice:
    return Voice(
        name="".join(c for c in phrase.name if category(c) != "Cf"),
        kind=phrase.kind,
        count=max(1, phrase.count),
        descriptors=phrase.descriptors,
        ground=phrase.ground,
        span=phrase.span,
    )


def _id(page: Page, extract: Extract) -> str:
    words = [page.quote(s) for s in extract.content] + [page.quote(extract.cue) if extract.cue else ""]
    return hashlib.sha256("\x1f".join([page.article.id, extract.place, *words]).encode()).hexdigest()[:12]


def _unique(statements: list[Statement]) -> tuple[Statement, ...]:
    """Statements in order of place; words that are said twice get ids of their own by their number."""
    seen: dict[str, int] = {}
    out = []
    for statement in sorted(statements, key=lambda s: (s.content, s.cue or s.content[0], s.id)):
        n = seen.get(statement.id, 0)
        seen[statement.id] = n + 1
        if n:
            fresh = hashlib.sha256(f"{statement.id}\x1f{n}".encode()).hexdigest()[:12]
            statement = replace(statement, id=fresh)
        out.append(statement)
    return tuple(out)
