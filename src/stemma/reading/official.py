"""Is this page a news report, or does a body speak on it for itself: a press release, an official notice, a statement?

Signs, each general to such pages: a heading that says so, a word of the release trade ("notes to editors", "###"), a desk for the
press at the foot, a trail of a newsroom. One strong sign is enough, or two weak ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.model import ArticleKind, Line

_HEADING: Final = re.compile(
    r"^\W*(?:for immediate release|(?:press|media|news) (?:release|statement|notice|note|communiqu[eé])|"
    r"(?:official|public|joint|government) (?:statement|communication|communiqu[eé]|note|notice|announcement)|communiqu[eé])"
    r"(?:\W*(?:no\.? ?\d[\d/-]*|\d[\d/.: -]*|(?:embargoed|for release)\b.*))?\W*$",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"^(?:official (?:statement|note|notice|communiqu[eé])|(?:press|media) (?:release|statement)|joint statement|"
    r"statement (?:by|from|of) (?:the )?[A-Z]\w+|communiqu[eé])\b[^?]*$", re.IGNORECASE
)  # fmt: skip
_TRADE: Final = re.compile(r"^\W*notes? (?:to|for) editors?\b\W*|^\s*(?:#\s?#\s?#|-\s?30\s?-|[-– ]*ends[-– ]*)\s*$", re.IGNORECASE)
_DESK: Final = re.compile(
    r"^\W*(?:(?:media|press) (?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|office|relations)\b|for (?:more|further) information,? "
    r"(?:please )?contact\b|(?:for )?(?:media|press) (?:enquiries|inquiries)\b|contacts? for (?:the )?(?:media|press)\b|"
    r"(?:corporate|social|public) communications? (?:office|department|coordination|unit)|(?:the )?board of directors\W*$)",
    re.IGNORECASE,
)
_TRAIL: Final = re.compile(
    r"(?:^|[>›»/|]\s*)(?:press ?room|newsroom|press (?:releases?|office|centre|center)|media (?:centre|center|room|releases?)|"
    r"official (?:notes|statements|announcements)|news and (?:speeches|announcements|publications))\s*(?:[>›»/|]|$)",
    re.IGNORECASE,
)
_GOVERNMENT: Final = re.compile(r"\b(?:[\w-]+\.)?(?:gov|gob|gouv|govt)(?:\.[a-z]{2})?\b(?!\w)|\b[\w-]+\.mil\b")
_SELF: Final = re.compile(
    r"\b(?:has today (?:informed|announced|decided)|today announced|(?:hereby|comes to) (?:informs?|announces?)|"
    r"(?:is|are) pleased to announce|makes? no further comment|"
    r"will make no further (?:comment|statement)|we (?:regret|apologi[sz]e|are pleased))\b"
    r"|\([A-Z]{2,8}\) (?:informs|confirms|announces|regrets|advises)\b", re.IGNORECASE
)  # fmt: skip


def kind_of(text: str, lines: Sequence[Line]) -> ArticleKind:
    """ "press-release" for a page on which a body speaks for itself, else "news-report"."""
    body = [n for n, line in enumerate(lines) if line.role == "body"]
    if not body:
        return "news-report"
    told = [text[line.span.start : min(line.span.end, line.span.start + 600)] for line in lines]
    above, below = told[: body[0]], told[body[-1] + 1 :]
    title = next((told[n] for n, line in enumerate(lines) if line.role == "title"), "")
    head = above[-8:]
    if any(_HEADING.match(line) for line in (*head, told[body[0]])) or _TITLE.match(title):
        return "press-release"
    # Only what stands right below the report: the foot of a newspaper's page has a press office, too.
    near = [*(told[n] for n in body[-4:]), *below[:4]]
    opening = " ".join(told[n] for n in body[:2])
    signs = (
        any(_TRADE.search(line) for line in (*near, *below[:12]))
        + any(_DESK.match(line) for line in near)
        + any(_TRAIL.search(line) for line in head)
        + any(_GOVERNMENT.search(line) for line in head)
        + bool(_SELF.search(opening) or (body and _SELF.search(told[body[-1]])))
    )
    return "press-release" if signs >= 2 else "news-report"
