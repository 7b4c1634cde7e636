"""The closed vocabularies of the model: every word that a kind, stance, relation or precision may be."""

from __future__ import annotations

from typing import Literal

VoiceKind = Literal["named", "role", "organisation", "document", "unnamed", "agency", "outlet"]
Stance = Literal["asserts", "denies", "declines", "doubts"]
Quotation = Literal["direct", "indirect", "mixed"]
HedgeStrength = Literal["slight", "medium", "strong"]
ArticleKind = Literal["news-report", "press-release", "post", "statement", "transcript", "live-blog"]
PageForm = Literal["text", "html", "report"]
LineRole = Literal["body", "subhead", "title", "byline", "dateline", "caption", "chrome"]
CreditKind = Literal["credit-line", "dateline", "byline", "in-text", "photo"]
DerivationKind = Literal["verbatim", "light-edit", "abridged", "rewritten", "summary", "extended"]
Relation = Literal["same", "edited", "paraphrase", "partial"]
VariantKind = Literal["added", "dropped", "replaced", "moved", "quote-altered"]
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
HandlingKind = Literal[
    "created",
    "provided",
    "transmitted",
    "revised",
    "published",
    "credited",
    "derived-from",
    "same-as",
    "evolved-from",
    "translated-from",
]
Verdict = Literal["must-be", "cannot-be"]
CorrectionField = Literal["title", "outlet", "byline", "dateline", "published", "line", "claim", "edge", "voice"]
AlertKind = Literal["origin", "denial", "number", "correction"]
