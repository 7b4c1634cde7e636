"""What a user gets: a dossier a story, and the inputs that were set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stemma.model.article import Article, Correction, Rejected, Statement
from stemma.model.story import Carrier, Claim, Collation, Findings, Origins, Speaker, Stemma, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A user's file of names that a dossier was made with: its name without the folder, the SHA-256 of its bytes in hexadecimal."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The SHA-256, in hexadecimal, of a part of a dossier as canonical JSON. `part` is a field, or "articles/ID" for a report."""

    part: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A story with all its layers. `made_by` are the versions of all that made it, sorted. `strip` is its one-line summary.
    `lexicons` are the user's files of names that it was made with, sorted; none where only those that ship were used.
    `seals` have one for every part, sorted, if it comes from `examine` (`codec.sealed`). `texts` are "withheld" where the articles'
    words are masked (`stemma.withhold`): every span still has its place and length, but only short quotations can be read.
    `corrections` are a person's about its reports, in the order given."""

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
    lexicons: tuple[Lexicon, ...] = ()
    seals: tuple[Seal, ...] = ()
    texts: Literal["whole", "withheld"] = "whole"
    corrections: tuple[Correction, ...] = ()


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
