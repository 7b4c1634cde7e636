"""Through whose hands a statement came: the hops of its chain, as far as its own passage shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from stemma.attributing.mouths import can_speak
from stemma.attributing.page import Page
from stemma.attributing.phrases import noun_phrase
from stemma.attributing.subjects import cue_token
from stemma.attributing.tellers import accorded, cited_next, interviewer, outer_behind, read_out
from stemma.attributing.trees import SUBJECTS
from stemma.attributing.voices import Phrase, read
from stemma.background.lexicons import lexicon
from stemma.model import Span

_CITING = re.compile(r"\b(?:citing|quoting|which (?:cited|quoted)|who (?:cited|quoted))\s+", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(?:seen|obtained|reviewed|read|viewed|published|released|heard|contacted|interviewed|reached|cited|"
    r"quoted)(?: \w+)? by\s+|\b(?:shared with|leaked to|provided to|given to|read to)\s+",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:in (?:an?|his|her|their|its) (?:[\w-]+ ){0,3}(?:interview|comments?|remarks?|statement|email|e-mail|"
    r"message) (?:with|to|for|given to|published (?:in|by))|"
    r"(?:speaking|spoke|speaks|talking|comment|confirmed|confided|complained|admitted|quoted as saying(?: \w+)? by|"
    r"saying|told)(?: \w+)? (?:to|by|in)|telling|(?:say|said|saying|says|speaking|spoke) on(?= (?:the |local |state |"
    r"national )?(?:radio|television|TV)\b))\s+",
    re.IGNORECASE,
)
_TELL = frozenset({"tell", "inform", "assure", "brief", "advise", "answer", "show"})
_SELF = re.compile(
    r"^(?:us|me|this (?:newspaper|paper|website|site|reporter|magazine|agency|outlet|publication|correspondent|column|"
    r"programme|program|station|channel|show|podcast|broadcaster)|(?:the|our|your) (?:correspondent|reporter)|"
    r"our (?:\w+ )?(?:newspaper|reporters?|newsroom|team))\b",
    re.IGNORECASE,
)
_MAIL = frozenset({"email", "e-mail", "message", "text", "recording", "video", "statement"})
_LEAKED = re.compile(r"\b(?:leaked|internal|private|confidential|secret|intercepted|hacked|sworn)\b", re.IGNORECASE)
_REPORT = frozenset({"report", "say", "write", "note", "quote", "cite", "claim", "reveal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What the passage shows beside its first mouth: voices before it (whom it cites), voices after it (who passed it on),
    words that show own gathering and words that show a public occasion."""

    before: tuple[tuple[Phrase, ...], ...] = ()
    after: tuple[tuple[Phrase, ...], ...] = ()
    gathered: Span | None = None
    public: Span | None = None


def route(page: Page, source: Span | None, cue: Span | None, content: tuple[Span, ...], speaker: tuple[Phrase, ...]) -> Route:
    """The hops around the first mouth, from the sentence that holds the cue (or what stands for it).

    `speaker` are the voices of the source phrase itself. What the first mouth says about others inside a quotation is no hop.
    """
    trail = _Trail(speaker)
    if cue is not None:
        _at_cue(page, cue, source, content, trail)
    zone = _zone(page, cue or source or content[0])
    for pattern, cites in ((_CITING, True), (_SEEN, False), (_TO, False)):
        for span in zone:
            for match in pattern.finditer(page.text, span.start, span.end):
                if not any(q.start <= match.start() < q.end for q in content):
                    _at_phrase(page, match, span.end, content, trail, cites=cites)
    trail.pass_on(read_out(page, zone, content), further=True)
    reporter = _reporter(page, cue, source, zone, content)
    if trail.after:
        trail.pass_on(reporter, further=True)
    else:
        owner = _owner(page, source, speaker) if source is not None else None
        if not trail.pass_on(reporter):
            trail.pass_on(owner)
    if cue is not None:
        _at_clause(page, cue, source, content, trail)
    return Route(before=tuple(trail.before), after=tuple(trail.after), gathered=trail.gathered, public=trail.public)


class _Trail:
    """What has been found so far on one statement's way."""

    def __init__(self, speaker: tuple[Phrase, ...]) -> None:
        self.speaker = speaker
        self.before: list[tuple[Phrase, ...]] = []
        self.after: list[tuple[Phrase, ...]] = []
        self.gathered: Span | None = None
        self.public: Span | None = None

    def pass_on(self, phrase: Phrase | None, *, further: bool = False) -> bool:
        """Add one who passed it on, unless it is the speaker, or one is known already and this is not a `further` one."""
        if phrase is None or (self.after and not further) or _among(phrase, self.speaker):
            return False
        if any(_among(phrase, group) for group in self.after) or any(_among(phrase, group) for group in self.before):
            return False
        if phrase.plural and phrase.kind == "unnamed" and any(p.of_group for p in self.speaker):
            return False  # "three aides said … Two of them added": some of the three, not told by them
        self.after.append((phrase,))
        return True

    def hear(self, heard: tuple[str, Phrase] | None, start: int) -> None:
        """Take what was found about who was told, `start` being where its words begin; a paper on the way was seen by one more."""
        if heard is None:
            return
        kind, phrase = heard
        words = Span(min(start, phrase.span.start), phrase.span.end)
        if kind == "self":
            self.gathered = self.gathered or words
        elif kind == "public":
            self.public = self.public or words
        else:
            self.pass_on(phrase, further=all(p.kind == "document" for group in self.after for p in group))


def _at_clause(page: Page, cue: Span, source: Span | None, content: tuple[Span, ...], trail: _Trail) -> None:
    """What stands around the cue's clause: by whose account it was said, who tells all of it, who asked, whom it cites next."""
    at = cue_token(page.tree, cue)
    if at is None:
        return
    for phrase in accorded(page, at, cue, source, content)[:1]:
        trail.pass_on(phrase, further=True)
    behind = outer_behind(page, at, source)
    if behind is not None and not _is_own(page, behind[0]) and trail.pass_on(behind[0], further=True):
        heard = _listener(page, behind[1], content)
        if heard is not None and heard[0] == "voice":
            trail.pass_on(heard[1], further=True)
    asked = interviewer(page, at)
    trail.hear(_hearer(page, asked) if asked is not None else None, asked.start if asked is not None else 0)
    published = trail.speaker and trail.speaker[0].kind in ("outlet", "agency") and not trail.before
    cited = cited_next(page, at) if published else None
    if cited is not None:
        voices = read(page, cited)
        if voices and _can_be_cited(page, voices[0], at) and not _among(voices[0], trail.speaker):
            trail.before.append(voices)


def _is_own(page: Page, phrase: Phrase) -> bool:
    return phrase.kind in ("outlet", "agency", "organisation") and page.is_own(phrase.name)


def _can_be_cited(page: Page, phrase: Phrase, at: int) -> bool:
    """Whether what is cited is a voice: known by kind, a person noun, or a noun that can speak."""
    if phrase.kind != "unnamed" or _is_source(phrase):
        return True
    tree = page.tree
    head = [i for i in tree.within(phrase.span) if tree.tokens[i].lemma == phrase.head or tree.tokens[i].text == phrase.head]
    return bool(head) and tree.tokens[head[0]].pos == "NOUN" and can_speak(tree, head[:1], at, direct=False)


def _at_cue(page: Page, cue: Span, source: Span | None, content: tuple[Span, ...], trail: _Trail) -> None:
    """What the cue's own clause shows: who was told, in which paper, who quotes, who says that this was said."""
    at = cue_token(page.tree, cue)
    if at is None:
        return
    trail.hear(_listener(page, at, content), cue.start)
    paper, said = _paper(page, at, content)
    trail.public = trail.public or said
    outer = _outer(page, at, source)
    # "In her letter she wrote that the aide had said …": the paper is the outer one's.
    theirs = paper is not None and outer is not None and paper.span.start < page.tree.tokens[outer[1]].start
    if not theirs and all(p.kind != "document" for p in trail.speaker):
        trail.pass_on(paper)
    trail.pass_on(_quoter(page, at, source))
    if outer is not None:
        teller, verb = outer
        heard = _listener(page, verb, content) if trail.pass_on(teller, further=True) else None
        if heard is not None and heard[0] == "voice":
            trail.pass_on(heard[1], further=True)
        else:
            trail.hear(heard, page.tree.tokens[verb].start)
    if theirs:
        trail.pass_on(paper, further=True)


def _at_phrase(page: Page, match: re.Match[str], end: int, content: tuple[Span, ...], trail: _Trail, *, cites: bool) -> None:
    """What follows "citing", "seen by", "in an interview with"."""
    at = match.end() + (page.text[match.end() : match.end() + 1] in ('"', "“"))  # citing "a person with access to the file"
    if at >= end:
        return
    if not cites:
        phrase = noun_phrase(page, at, end)
        trail.hear(_hearer(page, phrase) if phrase is not None else None, match.start())
        return
    cited = read(page, _cited(page, at, end, content))
    anchor = next(iter(page.tree.within(Span(match.start(), match.end()))), 0)
    if cited and _can_be_cited(page, cited[0], anchor) and not trail.before and not _among(cited[0], trail.speaker):
        trail.before.append(cited)


def _is_source(phrase: Phrase) -> bool:
    """Whether an unnamed voice is someone at all: a person noun at its head."""
    return phrase.head in lexicon("roles")["unnamed"] or phrase.of_group


def _among(phrase: Phrase, others: tuple[Phrase, ...]) -> bool:
    words = {w.casefold() for w in phrase.name.split() if w[:1].isupper()}
    return any(
        words & {w.casefold() for w in o.name.split() if w[:1].isupper()} - {"the"} and o.kind == phrase.kind for o in others
    ) or any(o.span == phrase.span for o in others)


def _zone(page: Page, anchor: Span) -> list[Span]:
    """The sentences that hold the cue (or what stands for it): where the passage may tell of other hands."""
    tree = page.tree
    numbers = sorted({tree.tokens[i].sentence for i in tree.within(anchor)})
    out = []
    for n in numbers:
        whole = tree.parsed.sentences[n]
        cuts = [m.start() for m in re.finditer(";", page.text[whole.start : whole.end])]
        starts = [whole.start, *(whole.start + c + 1 for c in cuts)]
        ends = [*(whole.start + c for c in cuts), whole.end]
        out += [Span(a, b) for a, b in zip(starts, ends, strict=True) if a < b and anchor.start < b and anchor.end > a]
    return out


def _hearer(page: Page, span: Span) -> tuple[str, Phrase] | None:
    """What the one who was told is: "self" (the publishing newsroom), "public" (reporters, a hearing), or an outlet."""
    quote = page.quote(span)
    low = re.sub(r"^(?:the|a|an)\s+", "", quote.casefold())
    bare = Phrase(name=quote, kind="outlet", span=span)
    if _SELF.match(quote) or page.is_own(quote):
        return "self", bare
    venues = lexicon("venues")["listeners"]
    if (
        low in venues
        or quote.casefold() in venues
        or any(low.startswith(v + " ") or low.endswith(" " + v) for v in venues if len(v) > 4)
    ):
        return "public", bare
    generic = lexicon("roles")["agency"] | lexicon("roles")["outlet"]
    kind = page.outlet_kind(quote) if low not in generic else None
    if kind is not None:
        return "voice", Phrase(name=quote, kind=kind, span=span)
    # "the British magazine Field Notes": the name is the last one.
    for match in reversed(list(re.finditer(r"(?:[Tt]he )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*", quote))):
        kind = page.outlet_kind(match.group())
        if kind is not None:
            return "voice", Phrase(name=match.group(), kind=kind, span=span)
    words = low.split()
    roles = lexicon("roles")
    if words[-1] in roles["agency"] or words[-1] in roles["outlet"]:
        kind = "agency" if words[-1] in roles["agency"] else "outlet"
        return "voice", Phrase(
            name=quote, kind=kind, head=words[-1], definite=quote.casefold().startswith(("the ", "that ")), span=span
        )
    for phrase in read(page, span):
        if phrase.kind in ("agency", "outlet"):
            return "voice", phrase
    return None


def _listener(page: Page, at: int, quoted: Sequence[Span]) -> tuple[str, Phrase] | None:
    """Who was told, where the cue is a verb of telling."""
    tree = page.tree
    if tree.tokens[at].lemma not in _TELL:
        return None
    if at + 1 < len(tree.tokens) and tree.tokens[at + 1].text == "it":
        here = Span(tree.tokens[at + 1].start, tree.tokens[at + 1].end)
        return "voice", Phrase(name="it", kind="outlet", pronoun="it", span=here)
    start, stop = tree.tokens[at].end, tree.parsed.sentences[tree.tokens[at].sentence].end
    stop = min([stop, *(q.start for q in quoted if q.start >= start)])
    span = noun_phrase(page, start, stop) if start < stop else None
    if span is None:
        return None
    heard = _hearer(page, span)
    if heard is not None:
        return heard
    name = re.sub(r"^(?:the|The)\s+", "", page.quote(span))
    words = name.split()
    roles = lexicon("roles")
    if (
        words and words[0][:1].isupper() and len(words) <= 4 and all(w[:1].isupper() or w in ("of", "and", "de") for w in words)
        and not page.is_person(name) and words[-1].casefold() not in roles["body"] | roles["suffix"] | roles["collective"]
        and words[0].casefold() not in roles["title"]
        and all(tree.tokens[i].entity not in ("GPE", "NORP", "PERSON") for i in tree.within(span))
    ):  # fmt: skip
        # A capitalised name that is told something and is neither a person nor a body: a newsroom.
        return "voice", Phrase(name=page.quote(span), kind="outlet", span=span)
    return None


@lru_cache(maxsize=1)
def _occasions() -> re.Pattern[str]:
    """ "in a filing", "at a news conference", "on X": where words are put before others, from the lexicon of venues."""
    venues = lexicon("venues")
    nouns = "|".join(sorted(venues["papers"] | venues["places"], key=lambda w: (-len(w), w)))
    fixed = "stock exchange notice|news release|press release|news conference|press conference"
    platforms = "|".join(sorted(venues["platforms"]))
    opener = "(?:(?:an?|the|its|his|her|their|one|two|this|that) |(?=Official))"
    return re.compile(
        rf"\b(in|on|via|by|through|at|during) ({opener}(?:[\w’'.-]+ ){{0,4}}?(?:{fixed}|{nouns})s?|(?:{platforms}))\b",
        re.IGNORECASE,
    )


def _paper(page: Page, at: int, quoted: Sequence[Span]) -> tuple[Phrase | None, Span | None]:
    """ "said in a filing": the paper as a hop; "said in a statement", "on X": words that show a public occasion."""
    tree = page.tree
    venues = lexicon("venues")
    document: Phrase | None = None
    public: Span | None = None
    sentence = tree.parsed.sentences[tree.tokens[at].sentence]
    pattern = _occasions()
    for match in pattern.finditer(page.text, sentence.start, sentence.end):
        if any(q.start <= match.start() < q.end for q in quoted):
            continue
        span = Span(match.start(2), match.end(2))
        word = match.group(2).split()[-1].casefold()
        joined = (
            tree.tokens[at].dep == "conj"
            and match.start() < tree.tokens[at].start <= match.end() + 40
            and tree.child(at, *SUBJECTS) is None
        )
        near = (
            joined
            or 0 <= match.start() - tree.tokens[at].end <= 60
            or (match.start() - sentence.start <= 2 and match.start() < tree.tokens[at].start)
        )
        if not near:
            continue
        addressed = re.match(
            r" to (?!us\b|me\b|this\b|reporters|journalists|the media|the press|[A-Z])", page.text[match.end() : match.end() + 20]
        )
        if (
            word in venues["papers"]
            or word.removesuffix("s") in venues["papers"]
            or (word in ("email", "e-mail", "post") and addressed)
            or (word in _MAIL and _LEAKED.search(match.group(2)))
        ):
            document = document or Phrase(name=page.quote(span), kind="document", head=word, span=span)
        public = public or Span(match.start(), match.end())
    return document, public


def _outer(page: Page, at: int, source: Span | None) -> tuple[Phrase, int] | None:
    """The speaker of the clause that holds the cue, and the verb: "Santos said the firm had promised …" → Santos, for the
    firm's promise."""
    tree = page.tree
    i = at
    for _ in range(4):
        head = tree.tokens[i].head
        if head == i:
            return None
        between = page.text[tree.tokens[head].end : tree.tokens[i].start]
        if re.search(r";|,? (?:and|but|while|whereas) ", between):
            return None
        if (
            tree.tokens[i].dep in ("ccomp",)
            and tree.tokens[head].end <= tree.tokens[i].start
            and tree.tokens[head].pos == "VERB"
            and tree.tokens[head].lemma in (_REPORT | _TELL - {"show"} | {"add", "recall", "recount", "remember"})
        ):
            subject = tree.child(head, *SUBJECTS)
            if subject is None:
                return None
            first, last = tree.edges[subject]
            span = tree.span(first, last)
            if source is not None and span.start < source.end and span.end > source.start:
                return None
            found = read(page, span)
            start = tree.parsed.sentences[tree.tokens[head].sentence].start
            before = page.text[start : tree.tokens[head].start]
            quoted = before.count('"') % 2 or before.count("“") > before.count("”")
            return (found[0], head) if len(found) == 1 and not quoted else None
        i = head
    return None


def told_in_private(page: Page, cue: Span, content: Sequence[Span]) -> bool:
    """Whether the cue is a verb of telling whose listener is someone of the story, not the press."""
    tree = page.tree
    at = cue_token(tree, cue)
    if at is None or tree.tokens[at].lemma not in _TELL:
        return False
    child = tree.child(at, "dobj", "dative")
    return child is not None and tree.tokens[child].pos in ("NOUN", "PROPN", "PRON") and _listener(page, at, content) is None


def _quoter(page: Page, at: int, source: Span | None) -> Phrase | None:
    """Who quotes: "the Globe, which also quoted an official as saying" → the Globe, for the official's words."""
    tree = page.tree
    if tree.tokens[at].lemma not in ("quote", "cite") or source is None or source.start < tree.tokens[at].start:
        return None
    subject = tree.child(at, "nsubj")
    if subject is None:
        return None
    if tree.tokens[subject].text.casefold() in ("which", "that", "who"):
        subject = tree.tokens[at].head
        span = noun_phrase(page, tree.tokens[tree.edges[subject][0]].start, tree.tokens[at].start)
    else:
        first, last = tree.edges[subject]
        span = tree.span(first, last)
    heard = _hearer(page, span) if span is not None else None
    return heard[1] if heard is not None and heard[0] == "voice" else None


def _reporter(page: Page, cue: Span | None, source: Span | None, zone: list[Span], quoted: Sequence[Span]) -> Phrase | None:
    """An outlet or agency that reports the whole sentence from outside: "…, the filing says, Reuters reported"."""
    tree = page.tree
    for span in zone:
        for i in tree.within(span):
            token = tree.tokens[i]
            if (
                token.lemma not in ("report", "quote", "cite", "say")
                or token.pos != "VERB"
                or any(q.start <= token.start < q.end for q in quoted)
            ):
                continue
            if cue is not None and cue.start <= token.start < cue.end:
                continue
            if token.lemma == "say" and not re.match(r"\W*$", page.text[token.end : span.end].split("\n")[0][:3]):
                continue
            subject = tree.child(i, *SUBJECTS)
            if subject is None:
                continue
            first, last = tree.edges[subject]
            where = tree.span(first, last)
            if source is not None and where.start < source.end and where.end > source.start:
                continue
            for phrase in read(page, where):
                if phrase.kind in ("agency", "outlet") and not page.is_own(phrase.name):
                    return phrase
    return None


def _cited(page: Page, start: int, end: int, quoted: Sequence[Span]) -> Span:
    """From `start` to where the citation ends: a comma, a colon, a verb or the content."""
    stop = min([end, *(q.start for q in quoted if q.start > start)])
    tree = page.tree
    last = start
    for i in tree.within(Span(start, max(stop, start + 1))):
        token = tree.tokens[i]
        if token.start < start:
            continue
        if (
            token.text in (",", ".", ":", ";", "said", "says", "reported", "”", '"')
            or (token.pos in ("AUX",) and token.start > start)
            or token.text.casefold() == "that"
        ):
            break
        last = token.end
    return Span(start, max(last, start + 1))


def _owner(page: Page, source: Span, speaker: tuple[Phrase, ...]) -> Phrase | None:
    """ "One of Reuters' sources", "the Globe's brokers": the newsroom that owns an unnamed voice."""
    if not speaker or speaker[0].kind != "unnamed":
        return None
    match = re.search(r"(?:^|of )((?:the |The )?[A-Z][\w-]*(?: [A-Z][\w-]*)*)(?:['’]s?) ", page.text[source.start : source.end])
    if match is None:
        return None
    span = Span(source.start + match.start(1), source.start + match.end(1))
    kind = page.outlet_kind(page.quote(span))
    if kind is None or page.is_own(page.quote(span)):
        return None
    return Phrase(name=page.quote(span), kind=kind, span=span)
