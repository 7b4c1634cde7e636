"""What the articles of a story give together: who is who, wordings side by side, claims, the family tree, origins, findings."""

from __future__ import annotations

from dataclasses import dataclass

from stemma.model.article import Evidence, Passage, Voice
from stemma.model.kinds import (
    ContradictionKind,
    DerivationKind,
    DriftKind,
    OmissionKind,
    Precision,
    Relation,
    Side,
    VariantKind,
    VoiceKind,
)


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
    """A difference in wording between two articles in a row; `a` is None for words added in b, `b` for words dropped.

    "moved" are the same words at another place; "quote-altered" any change inside quotation marks of words that both quote.
    """

    kind: VariantKind
    a: Passage | None
    b: Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Passages of two or more articles that say the same: sentences, or clauses of one that others tell apart.

    The first is the base against which `variants` are told, together with those of its article that follow it.
    """

    id: str
    passages: tuple[Passage, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation:
    """A story side by side. `sentences` are all its body and title sentences; `pairs` those with a score worth keeping.

    Every word of a sentence stands in one passage of one row, or in one of `alone`: what only one article says.
    """

    sentences: tuple[Passage, ...]
    pairs: tuple[Pair, ...]
    rows: tuple[Row, ...]
    by: str
    alone: tuple[Passage, ...] = ()


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
    that it runs this way; all in 0..1. `support` is how firm the edge is: the share of trees, each grown without another stretch of
    every text, in which it is there again (0..1); None where that was not tried (large
    stories).
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
    support: float | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A stretch of time: first and last day (or minute), both included, ISO 8601, and how precise the words were."""

    start: str
    end: str
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two passages that cannot both be right, or (`evolution`) a later one that corrects or denies the earlier.

    `drift` is the id of the drift that tells the same change, where the changed wording derives from the other: one finding.
    """

    id: str
    kind: ContradictionKind
    claim: str | None
    a: Passage
    b: Passage
    statement_a: str | None
    statement_b: str | None
    evolution: bool
    words: str
    drift: str | None = None


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
