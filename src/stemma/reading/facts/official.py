"""Is this page a news report, or does someone speak on it for himself: a press release, a statement, a post, a transcript?

Signs of a release, each general to such pages: a heading that says so, the mark of a service that distributes releases, a word of
the trade ("notes to editors", "###"), a desk for the press at the foot, a trail of a newsroom. One strong sign is enough, or two
weak ones. A heading or title that speaks of a statement, notice or communiqué makes it a statement. Transcripts, posts and live
blogs have rules of their own (`transcripts`, `posts`, `liveblogs`). Every rule would rather miss one than call a report so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from stemma.model import ArticleKind, Line, Noted, Span
from stemma.reading.facts.liveblogs import updates_of
from stemma.reading.facts.outlets import find_issuer
from stemma.reading.facts.posts import account_of, has_form
from stemma.reading.facts.transcripts import is_transcript

_NUMBERED: Final = r"(?:\W*(?:no\.? ?\d[\d/-]*|\d[\d/.: -]*|(?:embargoed|for release)\b.*))?\W*$"
_HEADING: Final = re.compile(
    rf"^\W*(?:for immediate release|(?:press|media|news) (?:release|note|communiqu[eé])|press notice){_NUMBERED}", re.IGNORECASE
)
_STATED: Final = re.compile(
    r"^\W*(?:(?:official|public|joint|government|press|media|news) "
    r"(?:statement|communication|communiqu[eé]|note|notice|announcement)"
    rf"|communiqu[eé]){_NUMBERED}",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"^(?:press|media) release\b[^?]*$", re.IGNORECASE)
_STATEMENT: Final = re.compile(
    r"^(?:(?:official|joint|public|press|media) (?:statement|note|notice)|communiqu[eé]|statement (?:on|regarding|concerning)\b|"
    r"statement (?:by|from|of)(?: the)? (?=(?-i:[A-ZÀ-Þ])))\b[^?]*$|"
    r"^[^?:]{3,60} (?:issues|releases) (?:the following )?statement\b",
    re.IGNORECASE,
)
_DISTRIBUTED: Final = re.compile(
    r"/(?:PRNewswire|PR Newswire|EINPresswire|EIN Presswire|CNW|ACCESSWIRE|ACCESS Newswire)[\w.-]*/|"
    r"\((?:BUSINESS WIRE|GLOBE ?NEWSWIRE|Marketwired|Newsfile Corp\.?|EZ Newswire)\)|\bGLOBE NEWSWIRE\b|\bBUSINESS WIRE\)"
)
"""Services that distribute releases for their authors; they sign the first paragraph."""
_SOURCE: Final = re.compile(r"^\W*SOURCE:?\s+(?P<name>[A-ZÀ-Þ][^\n]{1,80}?)\W*$")
_ABOUT: Final = re.compile(r"^About (?:the )?(?P<name>[A-ZÀ-Þ][\w&.,'’ -]{1,60}?)\W*$")
_BY_WHOM: Final = re.compile(
    r"^(?:joint |official |press |media |public )?(?:statement|communiqu[eé]|remarks|speech|address|testimony) (?:by|from|of) "
    r"(?:the )?(?P<name>(?-i:[A-ZÀ-Þ])[\w.’'-]*(?: (?:of|for|and|the|(?-i:[A-ZÀ-Þ0-9])[\w.’'-]*))*?)"
    r"(?= (?:on|about|in|at|regarding|concerning|"
    r"following|after|to|before|with|over)\b|\W*$)",
    re.IGNORECASE,
)
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
_INSTITUTION: Final = re.compile(
    r"^(?:[Tt]he )?(?:[A-ZÀ-Þ][\w’'.&-]* (?:(?:of|for|and|the|&) )*){0,5}(?:Bank|Agency|Authority|Ministry|Department|Commission|"
    r"Council|Government|Institute|University|Police|Constabulary|Hospitals?|Parliament|Treasury|Embassy|Museum|Trust|Federation|"
    r"Foundation|Court|Club|Corporation|Company|Group|Board|Union|Association|Society|Committee|Office|Fire (?:Brigade|Service)|"
    r"Ambulance Service|Health Service|Commissioner|Secretariat)(?: (?:of|for|and|on|the|&|[A-ZÀ-Þ][\w’'.-]*))*$"
)
_NEWSROOM: Final = re.compile(
    r"\b(?:news|press|times|post|gazette|herald|media|radio|television|broadcasting|newspapers?|journal|courier)\b", re.IGNORECASE
)
_MENU: Final = re.compile(
    r"(?:^|[|·•>/\t]|\s{2})\s*(?:our (?:hospitals?|services|work|people|schools|research|teams?|members|mission|policies)|"
    r"for patients|"
    r"freedom of information|tenders|procurement|investor relations|investors|report a crime|first team|squad|megastore|membership|"
    r"publications|board of directors|annual reports?|pay (?:a|your) \w+|departments|ministers|feedback and complaints|our history)"
    r"\s*(?:$|[|·•<>/\t]|\s{2})",
    re.IGNORECASE,
)
"""Items in the menus of bodies that publish about themselves; newspapers have none of them."""


_RELEASES: Final = re.compile(r"/(?:press|media|news)[-_]?releases?/")
_OFFICIAL_HOST: Final = re.compile(r"(?:^|\.)(?:gov|mil|gouv|gob|govt)(?:\.[a-z]{2})?$|(?:^|\.)europa\.eu$")
_STATEMENTS: Final = re.compile(r"/(?:[\w-]*-)?(?:statements?|remarks|speech(?:es)?)(?:-[\w-]*)?/")
_NEWS: Final = re.compile(r"/(?:[\w-]*-)?(?:news|newsroom|press|presscorner|announcements?|briefings?|media)(?:-[\w-]*)?/")


def kind_of(text: str, lines: Sequence[Line], outlet: str | None = None) -> ArticleKind:
    """What a page is, by its lines alone: "news-report" unless it shows that it is something else.

    `outlet` is the site's name, where something else than the lines tells it.
    """
    body = [n for n, line in enumerate(lines) if line.role == "body"]
    if not body:
        return "news-report"
    if is_transcript(text, lines):
        return "transcript"
    if has_form(text, lines):
        return "post"
    if updates_of(text, lines):
        return "live-blog"
    told = [text[line.span.start : min(line.span.end, line.span.start + 600)] for line in lines]
    above, below = told[: body[0]], told[body[-1] + 1 :]
    title = next((told[n] for n, line in enumerate(lines) if line.role == "title"), "")
    head = above[-8:]
    if any(_HEADING.match(line) for line in (*head, told[body[0]])) or _TITLE.match(title):
        return "press-release"
    if any(_STATED.match(line) for line in (*head, told[body[0]])) or _STATEMENT.match(title):
        return "statement"
    if any(_DISTRIBUTED.search(told[n][:200]) for n in body[:2]):
        return "press-release"
    # Only what stands right below the report: the foot of a newspaper's page has a press office, too.
    near = [*(told[n] for n in body[-4:]), *below[:4]]
    opening = " ".join(told[n] for n in body[:2])
    signs = (
        any(_TRADE.search(line) for line in (*near, *below[:12]))
        + any(_DESK.match(line) for line in near)
        + any(_TRAIL.search(line) for line in head)
        + any(_GOVERNMENT.search(line) for line in head)
        + bool(_SELF.search(opening) or _SELF.search(told[body[-1]]))
    )
    if any(_is_institution(name) for name in (outlet or "", *(_first_item(line) for line in above[:2]))):
        # The menus of newspapers, too, have one or the other of these items.
        signs += 1 + any(_MENU.search(line) for line in (*above[:6], *below[-4:]))
    return "press-release" if signs >= 2 else "news-report"


def _first_item(line: str) -> str:
    """The first item of a line of a menu, without the motto after it."""
    return re.split(r"\s{2,}|\s*[|·•›»>]\s*|\s[-–—]\s|: ", line.strip(), maxsplit=1)[0]


def _is_institution(name: str) -> bool:
    return bool(_INSTITUTION.match(name)) and not _NEWSROOM.search(name)


def kind_by_address(url: str | None) -> ArticleKind | None:
    """What the address of a page says that it is: in a folder of releases or statements, or news on a government's own host."""
    if not url:
        return None
    parts = urlsplit(url)
    folders = parts.path.casefold().rpartition("/")[0]
    if _RELEASES.search(folders + "/"):
        return "press-release"
    if _OFFICIAL_HOST.search(parts.netloc.casefold()):
        return "statement" if _STATEMENTS.search(folders + "/") else "press-release" if _NEWS.search(folders + "/") else None
    return None


def issuer_of(text: str, lines: Sequence[Line], kind: ArticleKind, outlet: Noted | None) -> Noted | None:
    """Who speaks on a page of a kind that speaks for itself; None for reports and live blogs, and where nothing tells.

    Of a release or statement, in this order: the "SOURCE" line at its foot, "statement by X" in its title, the body that informs
    or announces in its first paragraphs, what the boilerplate at its foot is "About", the page's outlet, unless a service that
    distributes releases stands in the first paragraph: then the outlet only carries it. Of a transcript: whose remarks its title
    says they are. Of a post: the account.
    """
    if kind == "post":
        return account_of(text, lines, None, ())
    if kind not in ("press-release", "statement", "transcript"):
        return None
    last = max((n for n, line in enumerate(lines) if line.role in ("body", "subhead")), default=-1)
    foot = lines[max(0, last - 6) : last + 8]
    if kind == "press-release" and (found := _first(text, foot, _SOURCE, "source line of the release")):
        return found
    titles = [line for line in lines if line.role == "title"]
    if found := _first(text, titles, _BY_WHOM, "title of the page"):
        return found
    if kind == "transcript":
        return None
    if found := find_issuer(text, lines):
        return found
    if found := _first(text, foot, _ABOUT, "boilerplate of the release"):
        return found
    opening = [line.span for line in lines if line.role == "body"][:2]
    carried = any(_DISTRIBUTED.search(text, span.start, min(span.end, span.start + 200)) for span in opening)
    return None if carried else outlet


def _first(text: str, lines: Sequence[Line], form: re.Pattern[str], how: str) -> Noted | None:
    for line in lines:
        if m := form.match(text[line.span.start : min(line.span.end, line.span.start + 300)]):
            start = line.span.start + m.start("name")
            return Noted(value=m["name"], how=how, span=Span(start, start + len(m["name"])))
    return None
