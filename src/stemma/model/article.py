"""What one page gives: spans, the article as read, its grammar, and who says what in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stemma.errors import BadSpan
from stemma.model.kinds import (
    ArticleKind,
    CorrectionField,
    CreditKind,
    HandlingKind,
    HedgeStrength,
    LineRole,
    PageForm,
    Quotation,
    Stance,
    Verdict,
    VoiceKind,
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `0 <= start < end`.

    Raises `BadSpan` for an empty, reversed or negative range.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise BadSpan(self.start, self.end)


@dataclass(frozen=True, slots=True, order=True)
class Hedge(Span):
    """Words by which a statement holds back from full certainty, and how far.

    `strength` is "strong" where the newsroom or the speaker disowns what is said ("reportedly", "allegedly"), "slight" where
    it is all but affirmed ("is likely to", "appears to"), "medium" for the rest ("may", "is thought to").
    """

    strength: HedgeStrength


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Passage:
    """Words of one article: the article's id and the span of them."""

    article: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why something was concluded: words in a text, and in plain English what they show.

    `at` is None only where the reason is not a passage (two dates compared, say).
    """

    note: str
    at: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A fact read off a page: its value, where it stands (None: not in the text, e.g. a meta tag) and how it was found."""

    value: str
    how: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the page as text and what it is for. Lines that are blank have no `Line`."""

    span: Span
    role: LineRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An agency that the page names. `photo` credits are kept apart: they say nothing about the words."""

    agency: str
    kind: CreditKind
    span: Span | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """One step in the life of a piece of copy, as its wire packet or container tells it.

    `party` is who did it, in the packet's own words or codes; `item` identifies another item it refers to (what it was derived
    from); `time` is ISO 8601; `how` names the field it was read from.
    """

    action: HandlingKind
    party: str | None
    item: str | None
    time: str | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An earlier state of an article: what the same address held before.

    `time` is when it stood so (captured, else modified, else published), ISO 8601, None where nothing tells.
    """

    id: str
    source: str
    sha256: str
    time: str | None
    title: str | None
    text: str
    body: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An entry of a live blog: when it was posted, as precise as the page says ("14:32", ISO 8601), and its words."""

    time: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One page as read.

    `text` is the whole page as plain text, chrome and credits included; `body` are the paragraphs of the report, in order,
    inside it. `published` and `modified` are ISO 8601, as precise as the page says ("2024-02", "2024-02-14",
    "2024-02-14T23:55+05:30"). `byline` is the signature as printed, `authors` the people in it. `issuer` is who speaks where
    `kind` says that a page speaks for itself (a press release, a post). `language` is an ISO 639-1 code, "und" not known.
    `history` is what a wire packet tells of the copy's way, oldest first; `earlier` are former states of the same address,
    oldest first; `updates` the entries of a live blog, in the order of the page.
    `form` says what was read: a page as text, as HTML, or a bare report out of a feed, a table or a packet. `captured` is when a
    crawler saw it, ISO 8601.
    `id` is derived from the bytes and the provenance, so that two outlets' equal copies stay two.
    """

    id: str
    source: str
    sha256: str
    text: str
    body: tuple[Span, ...]
    lines: tuple[Line, ...]
    title: Noted | None
    outlet: Noted | None
    byline: Noted | None
    dateline: Noted | None
    published: Noted | None
    credits: tuple[Credit, ...]
    url: str | None
    language: str
    kind: ArticleKind
    notes: tuple[str, ...]
    by: str
    form: PageForm = "text"
    authors: tuple[str, ...] = ()
    modified: Noted | None = None
    captured: str | None = None
    section: Noted | None = None
    issuer: Noted | None = None
    history: tuple[Handling, ...] = ()
    earlier: tuple[Version, ...] = ()
    updates: tuple[Update, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says about one page, or about two of a story: that something must be so, or cannot be.

    `page` is the SHA-256 (64 hex digits) of the page's bytes and `quote` words that it prints: together they anchor the
    correction, so that it holds on every later run and never on another page. `field` is what is corrected. For "line",
    `value` is a line's role, and the lines that hold `quote` are meant; for the rest the right (or wrong) value, `quote`
    itself if None. `quote` may be empty where the page does not print the value.

    Three fields are about two places, `quote` of `page` and `other_quote` of the page `other`: "claim" (the two statements
    with these words make the same claim), "voice" (the two voices called so are the same) and "edge" (`page` rests on `other`,
    an original that is not among the pages if None; no words needed). `note` says why; `who` says so, and `when` (ISO 8601).
    """

    page: str
    field: CorrectionField
    verdict: Verdict
    quote: str
    value: str | None = None
    note: str = ""
    other: str | None = None
    other_quote: str = ""
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An input that was set aside: where it came from, a stable code, what was found and needed, and what to do about it."""

    source: str
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word or mark with its grammar. `head` and `sentence` are indices into `Parsed.tokens` and `Parsed.sentences`.

    `pos` is the Universal POS tag, `tag` the Penn tag, `dep` the ClearNLP dependency label (the root's head is itself),
    `entity` the OntoNotes entity type or "" and `entity_start` true on an entity's first token.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    entity: str
    entity_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The grammar of an article's title (first sentence, if the title stands in the text) and body, offsets into its text.

    Sentence `s` lies in paragraph `Article.body[paragraph_of[s]]`;
    `paragraph_of[s]` is -1 for the title.
    """

    article: str
    sentences: tuple[Span, ...]
    paragraph_of: tuple[int, ...]
    tokens: tuple[Token, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Someone who speaks or passes on, as one passage shows them.

    `name` is the fullest form known from this article ("Dmitry Peskov" where the passage says "he"), `span` the words of the
    passage itself. `count` is how many people speak (three Russian sources: 3; not known: 1). `descriptors` are phrases that
    tell who an unnamed voice is, `ground` why it is not named.
    """

    name: str
    kind: VoiceKind
    count: int = 1
    descriptors: tuple[Span, ...] = ()
    ground: Span | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a chain: usually one voice; several where they speak as one ("A, B and C all declined")."""

    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One article says that someone says something; or, with an empty chain, says it itself.

    `chain` runs from the first mouth to the last one that the passage itself shows, without the publishing outlet.
    `gathered` are words that show that the publishing newsroom got this itself ("told this newspaper"), `public` words that
    show that it was said in public, for every newsroom to hear ("in a statement"). `place` is "title" or "body".
    """

    id: str
    article: str
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    quotation: Quotation
    stance: Stance
    hedges: tuple[Hedge, ...]
    chain: tuple[Hop, ...]
    gathered: Span | None
    public: Span | None
    place: Literal["title", "body"]
    by: str
