"""Whose page this is, as the page itself shows: its masthead, copyright line, or what it calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.background.agencies import is_known
from stemma.model import Noted, Span
from stemma.reading.dates import find_dates
from stemma.text.words import plain

_NAME: Final = r"[A-ZÀ-Þ0-9][\w'’.&+-]*(?:[ ](?:of|the|and|&|de|in|for|[A-ZÀ-Þ0-9][\w'’.&+-]*))*"
_OWN: Final = tuple(
    (re.compile(pattern), how)
    for pattern, how in (
        (
            rf"(?:©|\([cC]\)|"
            rf"Copyright(?: ©)?)\s*(?:20\d\d(?:\s*[-–]\s*20\d\d)?,?\s*)?(?:[Tt]he\s)?(?P<name>{_NAME})(?:\s20\d\d)?",
            "copyright line",
        ),
        (rf"(?:You are reading|Download the|Follow) (?P<name>{_NAME})", "what the page calls itself"),
        (r"(?i:here at|support|subscribe to) (?P<name>(?:[Tt]he )[A-Z]\w+(?: [A-Z]\w+)*)", "what the page calls itself"),
    )
)
_NOT: Final = re.compile(
    r"^(?:home|news|world|menu|search|share|nation|live tv|sport|business|advertisement|trending|"
    r"subscribe|log ?in|sign in|listen live|exclusive|politics|media release|press release|sections?|"
    r"most read|the associated press|associated press|reuters|afp)$",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(
    r"[\s,.]*(?:\b(?:all rights|media llc|llc|ltd|limited|inc|plc|gmbh|media group|group|rights reserved)\b.*)?$", re.IGNORECASE
)


def find_outlet(text: str, spans: Sequence[Span], roles: Sequence[str], title_line: int | None) -> Noted | None:
    """The outlet, None if the page does not show it.

    In this order: a masthead (a short line of a name above the title, better if the name stands elsewhere in the chrome),
    a copyright line, what the page calls itself, the domain of an address on the page.
    """
    lines = [text[s.start : min(s.end, s.start + 1_000)] for s in spans]
    chrome = [n for n, role in enumerate(roles) if role not in ("body", "subhead", "title")]
    top = [n for n in chrome if title_line is None or n < title_line][:3]
    for n in top:
        m = re.match(r"\W{0,2}(?P<name>[^|›»·•\n]{2,60}?)(?:\s{2,}|\s[-–—|]\s|\s*[|›»·•:]|$)", lines[n])
        if not m or not _is_name(m["name"]) or find_dates(lines[n], ""):
            continue
        name = m["name"].strip()
        elsewhere = sum(name.casefold() in plain(lines[k]).casefold() for k in range(len(lines)) if k != n)
        items = re.split(r"\s{2,}|\s*[|›»·•/]\s*", lines[n].strip())
        if (
            elsewhere_in(name, [lines[k] for k in chrome if k != n])
            if len(items) > 3 and items[1].casefold() != "home"
            else (n == 0 or elsewhere)
        ):
            at = spans[n].start + m.start("name")
            return Noted(value=name, how="masthead", span=Span(at, at + len(name)))
    for pattern, how in _OWN:
        for n in reversed(chrome):
            m = pattern.search(lines[n])
            if m and (name := _SUFFIX.sub("", m["name"].split(". ")[0])) and _is_name(name) and not is_known(name):
                at = spans[n].start + m.start("name")
                return Noted(value=name, how=how, span=Span(at, at + len(name)))
    for n in chrome:
        m = re.search(
            r"(?:@|www\.|https?://|\b)(?P<name>[a-z0-9-]{3,40}\.(?:com|org|net|co\.[a-z]{2}|[a-z]{2}|example))\b", lines[n]
        )
        if m and not re.match(
            r"(?:facebook|twitter|instagram|youtube|whatsapp|shutterstock|gettyimages|google|apple|gmail)\.", m["name"]
        ):
            at = spans[n].start + m.start("name")
            return Noted(value=m["name"], how="address on the page", span=Span(at, at + len(m["name"])))
    return None


def elsewhere_in(name: str, lines: Sequence[str]) -> bool:
    """Whether a name stands in one of the lines, apart from case."""
    return any(plain(name).casefold() in plain(line).casefold() for line in lines)


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > 6 or _NOT.match(name.strip()) or name[-1:] in ".?!,":
        return False
    small = {"of", "the", "and", "&", "de", "in", "for", "to", "la", "el"}
    return all(w[:1].isupper() or w[:1].isdigit() or w in small for w in words) and any(ch.isalpha() for ch in name)
