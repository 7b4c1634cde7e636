"""What is asked of dossiers already made: what stands without a source, where an error went, what is new, whom to count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stemma.model.article import Evidence, Passage, Rejected
from stemma.model.kinds import AlertKind, Side
from stemma.model.result import Dossier
from stemma.model.story import Origins


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One side of a claim before and after something was taken away.

    `claim` is its id in the dossier asked, `gist` its words. `after` is None where nobody who is left says it; its claim is one
    of the dossiers computed anew. `unmoved` if it stands on as many origins as before, by voices that it had. `words` says it
    for a reader.
    """

    claim: str
    side: Side
    gist: str
    before: Origins
    after: Origins | None
    unmoved: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """What still stands of a dossier without an article, a voice or a lost original.

    `removed` says what was taken away, `statements` are the ids of the statements that went with it. `dossiers` are computed from
    scratch from what is left (none if nothing is, several if what is left falls apart into stories). `standing` has every
    claim and side of the dossier asked, the weightiest claim first.
    """

    schema: str
    removed: str
    articles: tuple[str, ...]
    statements: tuple[str, ...]
    standing: tuple[Standing, ...]
    dossiers: tuple[Dossier, ...]
    rejected: tuple[Rejected, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heir:
    """A passage that comes from the one asked about.

    `path` are the ids of articles and lost originals it came through, from the one asked about to its own article, both included;
    `sure`, in 0..1, is the confidence of the least certain derivation on the way, and of its direction.
    """

    passage: Passage
    path: tuple[str, ...]
    sure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a passage went: every passage downstream that inherits it, nearest first.

    `node` is the id of the article or lost original asked about, `passages` the words there (of a lost original: all passages that
    witness it). `clear` are ids of articles downstream of `node` that carry nothing of it. `above` are ids of what the passage
    itself was taken from: its other heirs are found by asking there.
    """

    schema: str
    node: str
    passages: tuple[Passage, ...]
    heirs: tuple[Heir, ...]
    clear: tuple[str, ...]
    above: tuple[str, ...]
    words: str


ChangeKind = Literal[
    "report-added", "report-removed", "report-changed",
    "claim-added", "claim-removed", "origin-added", "origin-removed", "bounds-changed", "denial-added", "denial-removed",
    "contradiction-added", "contradiction-removed", "derivation-added", "derivation-removed",
    "correction-added", "correction-removed",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two dossiers of a story, and the passages it shows in (None where one of them has none)."""

    kind: ChangeKind
    old: Passage | None
    new: Passage | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different in `new` (a dossier's id) against `old`; nothing if `changes` is empty."""

    schema: str
    old: str
    new: str
    changes: tuple[Change, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something new in a story that a person should know at once; a mere echo never is.

    `id` comes from what it tells, so that the same news has the same id however often it is found. `kind`: "origin" (a claim stands
    on one independent origin more), "denial" (somebody denies what nobody denied), "number" (a number is told otherwise),
    "correction" (an outlet puts its own report right). `quote` are the words, in the report `article` of `outlet` (None where it is
    not known) at `url`; `words` says it for a reader; `more` is how many of that kind came with it.
    """

    id: str
    kind: AlertKind
    story: str
    title: str
    words: str
    quote: str
    article: str
    outlet: str | None
    url: str | None
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Texts that have their words from one another or from one lost original: for what they share they count once.

    `texts` are positions in the list given, from 0, ascending; `root` is the position of the one that the others rest on, None
    where that is lost. `story` numbers the stories, from 0. `words` says why they are held together.
    """

    story: int
    texts: tuple[int, ...]
    root: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """One side of a claim: which texts take it (positions, from 0), and on how many independent origins it stands.

    `keep` has one text for each proven origin: the one closest to it. `reasons` are plain sentences, each with the words that
    prove it.
    """

    side: Side
    texts: tuple[int, ...]
    keep: tuple[int, ...]
    lower: int
    upper: int
    words: str
    reasons: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backed:
    """A claim of a story and who takes which side. `likeness`, in 0..1, is how like the claim asked for it is (1 if none was)."""

    story: int
    claim: str
    gist: str
    likeness: float
    sides: tuple[Backing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """Which of the texts given are independent of each other, and for which claims.

    `families` partition the texts that could be read; `claims` are sorted by weight, or, if one was asked for, are those that
    say it, the likest first (none if no text says it). `dossiers` are the stories in full, `rejected` the texts set aside, `source`
    being "text N".
    """

    schema: str
    families: tuple[Family, ...]
    claims: tuple[Backed, ...]
    rejected: tuple[Rejected, ...]
    dossiers: tuple[Dossier, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a dossier that is not as it was made. `part` says where: a field, "articles/ID", "page" or "file"."""

    part: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Whether a dossier proves itself: it does if there are no `faults`.

    `checked` says what was recomputed and held, `unchecked` what could not be and why, `faults` what failed; each in words.
    """

    schema: str
    dossier: str
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    faults: tuple[Fault, ...]
    words: str
