"""What one page gives: spans, the article as read, its grammar, and who says what in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stemma.errors import BadSpan
from stemma.model.kinds import ArticleKind, CreditKind, LineRole, Quotation, Stance, VoiceKind


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
class Article:
    """One page as read.

    `text` is the whole page as plain text, chrome and credits included; `body` are the paragraphs of the report, in order,
    inside it. `published` is ISO 8601, as precise as the page says ("2024-02", "2024-02-14", "2024-02-14T23:55+05:30").
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
    hedges: tuple[Span, ...]
    chain: tuple[Hop, ...]
    gathered: Span | None
    public: Span | None
    place: Literal["title", "body"]
    by: str
