"""Whose page this is, as the page itself shows: its masthead, copyright line, or what it calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.background.agencies import canonical, is_known
from stemma.model import Line, LineRole, Noted, Span
from stemma.reading.facts.dates import find_dates
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
    r"^(?:home(?: page)?|front page|news|world|menu|search|share|nation|live(?: tv)?|sports?|business|advertisement|trending|"
    r"subscribe|log ?in|sign in|register|listen live|exclusive|politics|sections?|breaking(?: news)?|"
    r"(?:for )?immediate (?:(?:press|news|media) )?release|for release|(?:news|press|media) (?:releases?|statement|notice)|"
    r"most read|the associated press|associated press|reuters|afp|latest(?: news)?|top stories|opinion|money|tech(?:nology)?|video|"
    r"culture|life(?:style)?|science|health|travel|weather|jobs|podcasts?|tv|film|music|celebs?|entertainment|markets|economy|"
    r"finance|local|international|africa|asia|europe|americas|middle east|uk|us|about(?: us)?|contact(?: us)?|shop|tickets?|"
    r"megastore|careers|tenders|official communication|[A-Z]{2}|english|español|français|deutsch|português|italiano|íslenska|"
    r"svenska|dansk|norsk|suomi|nederlands|polski|türkçe|bahasa|cymraeg|gaeilge|русский|українська|العربية|中文|日本語|한국어|"
    r"[\w-]+\.[a-z]{2,3})$",
    re.IGNORECASE,
)
_SWITCH: Final = re.compile(
    r"^(?:[A-Z]{2}|english|español|français|deutsch|português|italiano|íslenska|svenska|dansk|norsk|suomi|nederlands|polski|türkçe|"
    r"cymraeg|gaeilge|русский|українська|العربية|中文|日本語|한국어)$",
    re.IGNORECASE,
)
"""An item of a line on which a reader switches the language of the page."""
_BODY_OF: Final = (
    r"(?:Bank|Agency|Authority|Ministry|Department|Commission|Council|Government|Office|Institute|University|Board|Union|"
    r"Federation|Association|Foundation|Police|Service|Court|Parliament|Company|Corporation|Group|Club|Society|Committee|Fund|"
    r"Treasury|Embassy|Museum|Trust|Organi[sz]ation|Centre|Center)"
)
_ISSUER: Final = re.compile(
    rf"\b(?:[Tt]he )?(?P<name>(?:[A-ZÀ-Þ][\w’'-]*[ ]){{0,4}}{_BODY_OF}\b"
    rf"(?:[ ](?:of|for|and|on)(?:[ ]the)?(?:[ ][A-ZÀ-Þ][\w’'-]*)+)*)"
)
_INFORMS: Final = re.compile(
    r"(?:^|[.,] )(?:[Tt]he )?(?P<name>[A-ZÀ-Þ][\w’'-]*(?: (?:(?:of|de|da|do|for|and) )?[A-ZÀ-Þ][\w’'-]*){0,6})(?: \([A-Z]{2,8}\))?"
    r",? (?:today |hereby |has today |regrets to |wishes to |comes to |would like to )?(?:informs?|announces?|announced|confirms?|"
    r"regrets?|clarifies|advises|notes|reminds|acknowledges)\b"
)
_STATION: Final = re.compile(r"^[WK][A-Z]{2,3}(?:[- ](?:FM|AM|TV))?(?: \d{1,4}(?:\.\d)?)?(?=\s+[A-Z])")
_FOOT: Final = re.compile(rf"^(?P<name>{_NAME})\s+[-–—|:]\s+[a-z]")
_CHATTER: Final = re.compile(
    r"\b(?:share|photo|image|comments?|more|related|read|tags?|topics?|follow|next|previous|by)\b", re.IGNORECASE
)
_SUFFIX: Final = re.compile(
    r"[\s,.]*(?:\b(?:all rights|media llc|llc|ltd|limited|inc|plc|gmbh|media group|group|rights reserved)\b.*)?$", re.IGNORECASE
)


def find_outlet(
    text: str, spans: Sequence[Span], roles: Sequence[LineRole], title_line: int | None, official: bool = False
) -> Noted | None:
    """The outlet, None if the page does not show it.

    In this order: a masthead (a short line of a name above the title, better if the name stands elsewhere in the chrome),
    a copyright line, what the page calls itself, a last line of a name and a motto, the issuer of an `official` page, the domain
    of an address on the page. An abbreviation that the page spells out gives the full name.
    """
    lines = [text[s.start : min(s.end, s.start + 1_000)] for s in spans]
    chrome = [n for n, role in enumerate(roles) if role not in ("body", "subhead", "title")]
    top = [n for n in chrome if title_line is None or n < title_line][:3]
    for n in top:
        if found := _masthead(lines, n, chrome):
            return _noted(text, spans[n].start + found[0], lines[n][slice(*found)], "masthead")
    for pattern, how in _OWN:
        for n in reversed(chrome):
            m = pattern.search(lines[n])
            if m and (name := _SUFFIX.sub("", m["name"].split(". ")[0])) and _is_name(name) and not is_known(name):
                return _noted(text, spans[n].start + m.start("name"), name, how)
    for n in chrome[-2:]:
        m = _FOOT.match(lines[n])
        if m and n > len(lines) - 4 and _is_name(m["name"]) and not _CHATTER.search(m["name"]):
            return _noted(text, spans[n].start + m.start("name"), m["name"], "name and motto at the foot")
    if official:
        named = [Line(span=span, role=role) for span, role in zip(spans, roles, strict=True)]
        if issuer := find_issuer(text, named):
            return issuer
    for n in chrome:
        m = re.search(
            r"(?:@|www\.|https?://|\b)(?P<name>[a-z0-9-]{3,40}\.(?:com|org|net|co\.[a-z]{2}|[a-z]{2}|example))\b", lines[n]
        )
        if m and not re.match(
            r"(?:facebook|twitter|instagram|youtube|whatsapp|shutterstock|gettyimages|google|apple|gmail|gov)\.", m["name"]
        ):
            return _noted(text, spans[n].start + m.start("name"), m["name"], "address on the page")
    return None


def find_owner(text: str, lines: Sequence[Line]) -> Noted | None:
    """The name in the copyright line at the foot of a page, None if it has none there."""
    form, how = _OWN[0]
    for line in reversed(lines[-25:]):
        if line.role != "chrome" or line.span.end - line.span.start > 300:
            continue
        m = form.search(text, line.span.start, line.span.end)
        if m and (name := _SUFFIX.sub("", m["name"].split(". ")[0])) and _is_name(name) and not is_known(name):
            return _noted(text, m.start("name"), name, how)
    return None


def _noted(text: str, start: int, name: str, how: str) -> Noted:
    """The name as printed; an abbreviation by its full name where the page spells it out ("Sample Water Board (SWB)")."""
    value = name
    if re.fullmatch(r"[A-Z]{2,8}", name):
        letters = r"\s+(?:(?:of|for|the|and|de|da|do)\s+)*".join(rf"{c}[\w’'-]+" for c in name)
        spelt = re.search(rf"\b({letters})\s+\({name}\)", text)
        value = spelt[1] if spelt else name
    elif is_known(name) and len(name.split()) > 1:
        value = canonical(name)
    return Noted(value=value, how=how, span=Span(start, start + len(name)))


def _masthead(lines: Sequence[str], n: int, chrome: Sequence[int]) -> tuple[int, int] | None:
    """[start, end) of the name in a line above the title, None if it is a menu, a trail or no name."""
    line = lines[n]
    if find_dates(line, ""):
        return None
    # A name before a motto ("NAME: the motto") and after the sign of a menu.
    items = [
        (m.start(), m[0]) for m in re.finditer(r"[^|›»>·•/\n\s:☰≡](?:[^|›»>·•/\n:](?!\s{2}|\s[-–—]\s))*[^|›»>·•/\n\s:]?", line)
    ]
    others = [lines[k] for k in chrome if k != n]
    # The line's first item; on a line of languages, or after the address of a portal, the first name there.
    switches = sum(bool(_SWITCH.match(item.strip())) for _, item in items) > 1 or bool(
        items and re.fullmatch(r"[\w-]+\.[a-z]{2,3}", items[0][1].strip())
    )
    for k, (at, item) in enumerate(items[:6] if switches else items[:1]):
        name = re.sub(r"[^\w)’'.!]+$", "", item.strip()).strip()
        if not _is_name(name):
            continue
        at += item.index(name)
        if station := _STATION.match(name):
            name = station[0]
        if shorter := _called(name, others):
            name = shorter
        second = items[k + 1][1].strip().casefold() if len(items) > k + 1 else ""
        everywhere = [text for m, text in enumerate(lines) if m != n]
        if (
            (n == 0 or elsewhere_in(name, others) or second == "home")
            if len(items) > 3
            else n == 0 or elsewhere_in(name, everywhere)
        ) and (not switches or elsewhere_in(name, everywhere)):
            return at, at + len(name)
    return None


def _called(name: str, others: Sequence[str]) -> str | None:
    """The beginning of a masthead with a frequency or motto by which the page calls itself elsewhere in its chrome."""
    words = name.split()
    for size in range(len(words) - 1, 1, -1):
        short = " ".join(words[:size])
        if any(
            re.search(
                rf"\b(?:[Tt]he|on|to|from|of|more|support|reading|[Mm]ore from) {re.escape(short)}\b(?! {re.escape(words[size])})",
                o,
            )
            for o in others
        ):
            return short
    return None


def find_issuer(text: str, lines: Sequence[Line]) -> Noted | None:
    """Who speaks on an official page: the body that informs or announces in the first paragraphs, or that the title names, too."""
    body = [line.span for line in lines if line.role == "body"][:3]
    title = " ".join(text[line.span.start : line.span.end] for line in lines if line.role == "title")
    paragraphs = [(span, text[span.start : min(span.end, span.start + 1_000)]) for span in body]
    for span, words in paragraphs:
        if m := _INFORMS.search(words):
            return _noted(text, span.start + m.start("name"), m["name"], "issuer of the statement")
    for span, words in paragraphs:
        for m in _ISSUER.finditer(words):
            if len(m["name"].split()) > 1 and m["name"] in title:
                return _noted(text, span.start + m.start("name"), m["name"], "issuer of the statement")
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
