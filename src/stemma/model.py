"""Every noun of stemma, frozen and without behaviour.

A stage reads these values and returns new ones that point back by id and by `Span`; nothing here is ever edited.
Text is stored once, in `Article.text`; every span is a half-open range of code points of that text.
Only the standard library is imported. Turning nouns into JSON and back is the business of `stemma.codec`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stemma.errors import BadSpan

SCHEMA_VERSION = "1"
"""Version of the shape written to disk; raised when a reader of the old shape could misread the new one."""

VoiceKind = Literal["named", "role", "organisation", "document", "unnamed", "agency", "outlet"]
Stance = Literal["asserts", "denies", "declines", "doubts"]
Quotation = Literal["direct", "indirect", "mixed"]
ArticleKind = Literal["news-report", "press-release", "post", "statement"]
LineRole = Literal["body", "subhead", "title", "byline", "dateline", "caption", "chrome"]
CreditKind = Literal["credit-line", "dateline", "byline", "in-text", "photo"]
DerivationKind = Literal["verbatim", "light-edit", "abridged", "rewritten", "summary", "extended"]
Relation = Literal["same", "edited", "paraphrase", "partial"]
VariantKind = Literal["added", "dropped", "replaced", "quote-altered"]
ContradictionKind = Literal["number", "date", "name", "place", "denial", "happened", "cause", "other"]
DriftKind = Literal[
    "hedge-dropped",
    "certainty-raised",
    "source-vaguer",
    "source-sharper",
    "number-changed",
    "quote-altered",
    "stance-changed",
    "subject-swapped",
    "scope-widened",
]
OmissionKind = Literal["denial", "no-comment", "caveat", "source", "figure"]
Precision = Literal["minute", "hour", "day", "week", "month", "quarter", "season", "half", "year", "decade", "interval"]
Side = Literal["asserting", "denying"]


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


# ------------------------------------------------------------------------------------------------ reading


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


# ------------------------------------------------------------------------------------------------ parsing


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


# ------------------------------------------------------------------------------------------------ attributing


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


# ------------------------------------------------------------------------------------------------ across articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that tell the same event. `articles` are ids, sorted. `evidence` says what binds them."""

    id: str
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A voice's place: statement id, hop in its chain, voice in that hop (both from 0)."""

    statement: str
    hop: int
    voice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Mentions of a story that are the same person, body or group of unnamed people."""

    id: str
    name: str
    kind: VoiceKind
    count: int
    mentions: tuple[Mention, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sentences of two articles and how much they say the same: `score` in 0..1; `relation` if above the threshold."""

    a: Passage
    b: Passage
    score: float
    relation: Relation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A difference in wording between two passages of a row; `a` is None for words added in b, `b` for words dropped."""

    kind: VariantKind
    a: Passage | None
    b: Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Passages of two or more articles that say the same; the first is the base against which `variants` are told."""

    id: str
    passages: tuple[Passage, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation:
    """A story side by side. `sentences` are all its body and title sentences; `pairs` those with a score worth keeping."""

    sentences: tuple[Passage, ...]
    pairs: tuple[Pair, ...]
    rows: tuple[Row, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Statements with the same frame, values left free. `gist` quotes the clearest wording; `weight` in 0..1 orders claims."""

    id: str
    gist: Passage
    statements: tuple[str, ...]
    weight: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """How likely two articles share text by descent (either from the other, or both from a third): `probability` in 0..1."""

    a: str
    b: str
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """A passage of a child and, unless the parent is lost, the parent's passage it comes from."""

    child: Passage
    parent: Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """`child` (an article id) rests on `parent` (an article id or a lost original's id) for the given passages.

    `share` is the part of the child's body that comes from this parent, `confidence` that the two are kin, `direction`
    that it runs this way; all in 0..1.
    """

    id: str
    parent: str
    child: str
    kind: DerivationKind
    share: float
    passages: tuple[Inherited, ...]
    confidence: float
    direction: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """Something a lost original must have carried: the best surviving wording, and all the passages that witness it."""

    wording: Passage
    witnesses: tuple[Passage, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An original that is not among the articles. `name` is the agency's if the texts name it, else "lost original α"."""

    id: str
    name: str
    agency: str | None
    recovered: tuple[Recovered, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stemma:
    """The family tree: a directed acyclic graph over `articles` and `lost`, edges in `derivations`."""

    articles: tuple[str, ...]
    lost: tuple[Lost, ...]
    derivations: tuple[Derivation, ...]
    kinships: tuple[Kinship, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Who brought a statement to its article where the passage is silent: an agency or outlet, with the evidence for it."""

    statement: str
    voice: Voice
    evidence: tuple[Evidence, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A first mouth as obtained by one newsroom (an article's id or a lost original's), with the proof.

    `words` names it for a reader: "three Russian sources, to Reuters".
    """

    speaker: str | None
    newsroom: str
    words: str
    proof: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """An article whose independence on a claim is neither shown nor refuted: it can only raise the upper bound."""

    article: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """How many independent origins one side of a claim has: between `lower` and `upper`, both counts.

    `newsrooms` is how many newsrooms heard it for themselves, however few the voices. `words` says it for a reader.
    """

    claim: str
    side: Side
    lower: int
    upper: int
    newsrooms: int
    proven: tuple[Origin, ...]
    unresolved: tuple[Unresolved, ...]
    words: str
    by: str


# ------------------------------------------------------------------------------------------------ findings


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A stretch of time: first and last day (or minute), both included, ISO 8601, and how precise the words were."""

    start: str
    end: str
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two passages that cannot both be right, or (`evolution`) a later one that corrects or denies the earlier."""

    id: str
    kind: ContradictionKind
    claim: str | None
    a: Passage
    b: Passage
    statement_a: str | None
    statement_b: str | None
    evolution: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What a wording became on its way. `directed` is False where the tree does not say which of the two came first."""

    id: str
    kind: DriftKind
    parent: Passage
    child: Passage
    directed: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """What `child` (an article id) left out of the report it rests on; `left_out` is the passage it does not carry."""

    id: str
    kind: OmissionKind
    child: str
    left_out: Passage
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time an article names, what it means on the calendar, and the sentence that says what happened then."""

    id: str
    expression: Passage
    when: When
    sentence: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What comparing the accounts of one story brought up."""

    contradictions: tuple[Contradiction, ...]
    drifts: tuple[Drift, ...]
    omissions: tuple[Omission, ...]
    moments: tuple[Moment, ...]
    by: str


# ------------------------------------------------------------------------------------------------ results


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A story with all its layers. `made_by` are the versions of all that made it, sorted. `strip` is its one-line summary."""

    schema: str
    id: str
    title: str
    strip: str
    story: Story
    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    speakers: tuple[Speaker, ...]
    collation: Collation
    claims: tuple[Claim, ...]
    stemma: Stemma
    carriers: tuple[Carrier, ...]
    origins: tuple[Origins, ...]
    findings: Findings
    not_known: tuple[str, ...]
    made_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What `examine` gives: a dossier a story, most reports first, and every input that was set aside.

    Iterating it, or asking its length, goes over the dossiers.
    """

    schema: str
    dossiers: tuple[Dossier, ...]
    rejected: tuple[Rejected, ...]

    def __iter__(self) -> Iterator[Dossier]:
        return iter(self.dossiers)

    def __len__(self) -> int:
        return len(self.dossiers)
