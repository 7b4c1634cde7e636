"""Is this page one post on a social network, and whose?

Told by its address (a status of a known network), by JSON-LD (SocialMediaPosting and nothing else), or, in plain text, by the form
of a copied post: a name with its @handle, the moment it was posted, and the counts of those who liked or passed it on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stemma.model import Line, Noted, Span
from stemma.reading.html.selfdescription import Json, name_of, types_of

_ADDRESS: Final = re.compile(
    r"^https?://(?:www\.|m\.|mobile\.)?(?:(?:twitter|x)\.com/(?P<a>\w+)/status/\d+|(?:facebook|fb)\.com/(?P<b>[\w.]+)/(?:posts|videos)/"
    r"|truthsocial\.com/@(?P<c>\w+)/(?:posts/)?\d+|bsky\.app/profile/(?P<d>[\w.-]+)/post/|threads\.(?:net|com)/@(?P<e>[\w.]+)/post/"
    r"|t\.me/(?:s/)?(?P<f>\w+)/\d+|vk\.com/wall-?\d+_\d+|weibo\.com/\d+/\w+|instagram\.com/(?:p|reel)/|linkedin\.com/posts/"
    r"|[\w.-]+/@(?P<g>[\w.-]+)/\d{12,}(?:$|[/?]))"
)
_HANDLE: Final = re.compile(r"^(?P<name>[^@\n]{0,60}?)\s*(?P<handle>@[A-Za-z]\w{1,29}(?:@[\w.-]+\.[a-z]{2,})?)(?:\s*·.*)?$")
_MOMENT: Final = re.compile(
    r"^(?:\d{1,2}:\d\d(?: ?[AaPp]\.?[Mm]\.?)? · \w{3,9}\.? \d{1,2}, 20\d\d|\w{3,9}\.? \d{1,2}, 20\d\d(?:,? at|,| ·) \d{1,2}:\d\d.*|"
    r"\d{1,2} \w{3,9}\.? 20\d\d(?:,| ·) \d{1,2}:\d\d.*)(?: · .*)?$"
)
_COUNTS: Final = re.compile(
    r"^(?:[\d.,]+[KMkm]? (?:views|likes|reposts|retweets|quotes|quote tweets|bookmarks|shares|replies|reactions|comments|"
    r"favou?rites|boosts)\b\W*)+$",
    re.IGNORECASE,
)
_MOST: Final = 300
"""Words of a post; what is longer is an article."""


def is_post(url: str | None, objects: Sequence[Mapping[str, Json]]) -> bool:
    """Whether the address or the JSON-LD of a page of HTML says that it is one post."""
    if url and _ADDRESS.match(url):
        return True
    # Software for blogs calls its pages both an article and a posting.
    kinds = [types_of(n) for n in objects]
    return any("socialmediaposting" in k and len(k) == 1 for k in kinds) and not any(
        t.endswith("article") or t == "blogposting" for k in kinds for t in k
    )


def account_of(text: str, lines: Sequence[Line], url: str | None, objects: Sequence[Mapping[str, Json]]) -> Noted | None:
    """Whose post it is: the author in JSON-LD, the name or handle as printed, the handle in the address."""
    for node in objects:
        if "socialmediaposting" in types_of(node) and (name := name_of(node.get("author"))):
            at = text.find(name)
            return Noted(value=name, how="author of the post in JSON-LD", span=Span(at, at + len(name)) if at >= 0 else None)
    if found := _signed(text, lines):
        return found
    if url and (m := _ADDRESS.match(url)) and (handle := next((g for g in m.groups() if g), None)):
        return Noted(value=f"@{handle}", how="account in the address")
    return None


def has_form(text: str, lines: Sequence[Line]) -> bool:
    """Whether lines of plain text have the form of one copied post: handle, moment and counts, two of which are not enough."""
    words = sum(len(text[line.span.start : line.span.end].split()) for line in lines if line.role in ("body", "subhead"))
    told = [text[line.span.start : line.span.end] for line in lines if line.span.end - line.span.start < 160]
    if words > _MOST or len(lines) > 40:
        return False
    handles = sum(bool(_HANDLE.match(t)) for t in told)
    return (
        1 <= handles <= 3
        and any(_MOMENT.match(t.strip()) for t in told)
        and any(_COUNTS.match(t.strip(" ·")) for t in _pieces(told))
    )


def _pieces(told: Sequence[str]) -> list[str]:
    """Lines, and what stands after the moment on the same line ("9:41 AM · Mar 4, 2025 · 12.3K Views")."""
    return [*told, *(t.rpartition(" · ")[2] for t in told)]


def _signed(text: str, lines: Sequence[Line]) -> Noted | None:
    for n, line in enumerate(lines):
        m = _HANDLE.match(text[line.span.start : line.span.end]) if line.span.end - line.span.start < 160 else None
        if not m:
            continue
        if name := m["name"].strip(" ·|"):
            start = line.span.start + m.start("name") + m["name"].index(name)
            return Noted(value=name, how="name beside the handle", span=Span(start, start + len(name)))
        above = lines[n - 1].span if n else None
        if above and above.end - above.start <= 50:
            return Noted(value=text[above.start : above.end], how="name above the handle", span=above)
        start = line.span.start + m.start("handle")
        return Noted(value=m["handle"], how="handle of the post", span=Span(start, start + len(m["handle"])))
    return None
