"""What stands around the name of an agency in running text: whether the words rest on it, and agencies that only form shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stemma.background.agencies import agency_of
from stemma.reading.credits.agency_names import Known
from stemma.reading.wordlists import word_set

NAME: Final = r"[A-ZÀ-Þ][\w’'&-]*(?:[ ](?:of[ ](?:the[ ])?|de[ ]|and[ ])?[A-ZÀ-Þ][\w’'&-]*){0,4}"
"""A name: up to five capitalised words, with small words of names between them."""

_COUNTRY: Final = r"[A-ZÀ-Þ][\w-]*(?:ian|ean|can|ish|ese|aeli|stani)|German|French|Greek|Dutch|Swiss|Czech|Thai|Iraqi"
"""Adjectives of countries, by their ends."""
_FORM: Final = re.compile(
    r"\b(?:(?P<a>(?:[A-ZÀ-Þ][\w’'-]*[ ]){1,4}(?:News[ ]?wires?|News Agency|Press Agency|News Service|Wire Service|"
    r"Newswire Service|Press Service|Press Association|Telegraph Agency))"
    r"|(?P<b>(?:Agence|Agencia|Agência|Agenzia|Agentur)[ ][A-ZÀ-Þ][\w’'-]+(?:[ -][A-ZÀ-Þ][\w’'-]+)?)"
    r"|(?P<c>[A-ZÀ-Þ][\w’'-]*(?:[ ][A-ZÀ-Þ][\w’'-]*){0,2})(?=[’']?s? (?:state |national |official )?(?:news|press|"
    r"wire) (?:agency|service)\b)"
    r"|(?:(?:news|press|wire|state) agency|news ?wire|wire service|the agency)[ ]"
    r"(?P<d>[A-ZÀ-Þ][\w’'-]+(?:[ ][A-ZÀ-Þ][\w’'-]+)?)"
    r"|(?P<e>[A-ZÀ-Þ][\w’'-]+(?:[ ][A-ZÀ-Þ][\w’'-]+){0,2}), (?:an?|the [\w’'-]+) "
    r"(?:[\w’'-]+ ){0,3}(?:news|wire|press) (?:agency|service)(?=,|\.| said| reported| quoted| which| that)"
    rf"|the (?P<f>(?!(?:UN|EU|US|UK|{_COUNTRY}) )[A-ZÀ-Þ][\w’'-]{{2,}}) agency\b"
    rf"|\b(?:{_COUNTRY}) agency (?P<g>[A-ZÀ-Þ][\w’'-]+(?:[ ][A-ZÀ-Þ][\w’'-]+)?))"
)
_FORM_WORDS: Final = ("genc", "gent", "gênc", "ervice", "ewswire", "ews wire", "ews Wire", "Press Assoc")
"""Parts of words without one of which no agency shows by its form."""
_COMPOUND: Final = re.compile(
    r"\b(?P<name>(?!(?:Ex|WordP|Em|Cy|Im|Com|Sup|Op)press\b)[A-ZÀ-Þ][\w-]{2,}(?:press|presse|wire)|"
    r"(?:[A-ZÀ-Þ][\w’'-]+ ){1,3}(?:Wire|Newswire|Presse))\b(?! [A-ZÀ-Þ])"
)
_COMPOUND_WORDS: Final = ("press", "wire", "Wire", "Presse")
_ON: Final = re.compile(
    r"^(?:(?:The|A|An|State|And|But|In|By|As|Another|Other|Official|Local|Regional|National|Private|Semi-official|One|Major|Its|"
    rf"{_COUNTRY}|[A-ZÀ-Þ][\w.-]+[’']s?)(?: |$))+"
)
"""Words before a name that are none of it: articles, kinds, the country that it is of."""
_ARTICLE: Final = re.compile(r"^(?:The|A|An|State|And|But|In|By|As|From|With|To) ")
_CALL_SIGN: Final = re.compile(r"[WK][A-Z]{2,3}(?:-TV)?|\w+(?:TV|FM)")
_BAD_LABEL: Final = word_set(
    "file live updated update video photo photos analysis opinion exclusive local the police our us news correction corrected "
    "press wire this spy intelligence space security health editor end ends more watch listen read sponsored advertisement"
)
_DONE: Final = (
    "reported|quoted|cited|seen|obtained|reviewed|published|carried|released|contacted|reached|approached|asked|polled|surveyed|"
    "compiled|interviewed|verified|confirmed|examined|analy[sz]ed|shared|provided|conducted|credited|gathered|viewed|heard|"
    "tallied|broadcast|taken|revealed|distributed|issued"
)
_SENT: Final = "e-?mail(?:ed)?|message|letter|comments?|remarks|[Ss]peaking|confirmed|request"
_NOUN: Final = "agency|newswire|wire|wire service|news service|outlet|organi[sz]ation"
_TOLD: Final = re.compile(
    r"\b(?:[Tt]old|[Tt]elling|tells?|said to|[Ss]peaking (?:to|with)|spoke (?:to|with)|interview(?:ed)? (?:with|by)|statements? to|"
    rf"(?:{_SENT}) (?:\w+ ){{0,2}}(?:to|by|from)|[Aa]ccording to|"
    rf"(?:{_DONE}) (?:first |earlier |exclusively )?(?:by|with|to|for)|[Cc]iting|[Qq]uoting|cites|quotes|per|via)"
    r"(?: both| state| local| official| reporters (?:from|at|for))?(?: (?:the|a|an))?"
    rf"(?: (?:[A-Z][\w’'-]+[’']s |[A-Z]\w+(?:an|ish|ese|i) )?(?:[a-z-]+ ){{0,3}}(?:{_NOUN}))?\s?$"
)
_ADVERBS: Final = "has|had|have|also|first|earlier|previously|later|separately|then|exclusively|further|again"
_REPORTS: Final = re.compile(
    rf"^(?:[’']s?)?,?(?: \([A-Z]{{2,6}}\))? ?(?:(?:{_ADVERBS}) )*"
    r"(?:report(?:s|ed|ing)?|said|says|saying|wrote|writes|note[sd]|quote[sd]|cite[sd]|citing|estimate[sd]?|revealed|confirmed|"
    r"learned|added|understands|described|announced|carried|published|claimed|broke|saw|counted|found|put|asked|reached|"
    r"requested|tracked|surveyed|interviewed|spoke|declared|called|could not)\b"
)
_ITS: Final = re.compile(
    r"^(?:[’']s?)? (?:\w+ )?(?:reports?|story|stories|article|interview|analysis|tally|tallies|investigation|review|survey|count|"
    r"account|reporters?|journalists?|correspondents?|photographers?|stringers?|videographers?|crew|team|witness(?:es)?|footage|"
    r"video|wire|news ?(?:agency|wire|service)|agency|data|calculations?|estimates?|request|question|dispatch|snap|interviewer|"
    r"exit poll|poll)\b"
)
_AGENCY_AFTER: Final = re.compile(r"^[’']?s? (?:state |official |national |student )?news (?:agency|service)\b")
_AGENCY_BEFORE: Final = re.compile(r"\b(?:news|press|state|official|student) (?:news )?agency,? $")
_TOLD_WEAKLY: Final = re.compile(r"\b(?:told|telling|according to)(?: the)? (?:[\w-]+ ){0,3}$")
_THEN: Final = re.compile(
    r"^(?:[.,:;]|$| (?:that|on|in|by|it|he|she|they|the|there|how|why|about|an?|his|her|their|via|at|late|early|last|this)\b)"
)
_INVERTED: Final = (re.compile(r"\b(?:said|reported|reports|says|writes|wrote)(?: the)? $"), re.compile(r"^(?:[.,]|$)"))
_SAYS_FROM: Final = re.compile(r"(?:^|[.!?] )From (?:the )?$")
_PROPOSES: Final = re.compile(
    r"(?:\b(?:an?|the|by|to|from|with|in|on|this|that|recent|earlier|new|called|\d{4}|[a-z]+ly)|^|[,;(“\"])\s?$", re.IGNORECASE
)
_TITLED: Final = re.compile(r"(?:Mr|Ms|Mrs|Dr)\.? $|[A-ZÀ-Þ][a-z]+ $")
_DEAL: Final = re.compile(
    r"\b(?:deals?|agreements?|partner(?:s|ed|ships?)?|contracts?|licen[sc]\w+|lawsuits?|suit|complaint|acqui\w+|merg\w+|bought|sold|"
    r"owns?|owned|fund(?:s|ed|ing)|worked|works|working|career|freelanc\w+|reporter|journalist|editor|correspondent|photographer|"
    r"bureau chief|columnist|joined|joining|job|stints?|years|award\w*|another|rival|competitor|like|unlike|follow|subscribe|"
    r"formerly|previously)\b(?: \w+){0,4}? ?(?:with|between|by|for|at|of|from|to|against|and|as|both)?(?: both)?(?: the)?\s$",
    re.IGNORECASE,
)
_FORMER: Final = re.compile(r"\b(?:former|ex-?|retired|one-time|veteran)\s?$", re.IGNORECASE)
_LISTED: Final = re.compile(
    r"\b(?:outlets|organi[sz]ations|publishers|publications|companies|newsrooms|media|clients|brands|customers|sites|services),? "
    r"(?:including|such as|like)\b[^.;]*$",
    re.IGNORECASE,
)
_SERIES: Final = (
    re.compile(r"(?:[A-ZÀ-Þ][\w’'-]*,|\b(?:and|or|both)) (?:the )?$"),
    re.compile(r"^(?:,? (?:and|or)\b|, (?:the )?[A-ZÀ-Þ])"),
)
"""What stands around a name in a series of names."""
_VERB: Final = re.compile(r"\b(?:report(?:s|ed)|said|says|quoted|declared|called|projected|wrote)\b")
_THING: Final = re.compile(
    r"^(?:[’']s?)? ?(?:Top \d+|All-|Players?|Coach|Stylebook|style|Institute|Foundation|building|headquarters|bureau|offices?|"
    r"Prize|award|shares?|stocks?|Corp|Inc|terminals?|Businessweek|Opinion|Philanthropies|Green|New Energy|L\.?P\b|Markets|"
    r"Billionaires|Index|Commodity|Tradebook|Law\b|Group|Trust Principles|employees?|staff(?:ers)?|executives?|spokes\w+|"
    r"lawyers?|subscri\w+|customers?|app\b|NBA|NFL|MLB|NHL|college|preseason|rankings?|experts|v\.|vs)"
)
_SPORT: Final = re.compile(r"^(?:[’']s?)? (?:Top \d+|preseason)")
_EARNINGS: Final = re.compile(
    r"^,? reported (?:a |an |its )?(?:\w+ ){0,3}?(?:loss(?:es)?|profits?|revenues?|earnings|sales|results|income)\b"
)
_DENIED: Final = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|dismiss(?:ed|es|ing)?|reject(?:ed|s|ing)?|asked about|ridiculed|refut(?:ed|es|ing)|"
    r"(?:did|does|do) not (?:address|mention|name)) (?:an?|the|any)\s(?:[\w-]+ ){0,2}?"
    r"(?P<thing>(?:reports?|stor(?:y|ies)|accounts?|articles?) (?:by|in|from|of)\s(?:the )?)?$",
    re.IGNORECASE,
)
_THING_TOLD: Final = re.compile(r"^(?:[’']s)? (?:report|story|article|account)")
_COMPOUND_REPORTS: Final = re.compile(r"^(?:[’']s?)?,? (?:(?:has|had|also|first|earlier) )?(?:reported|reports\b|said|quoted)")
_REACH: Final = 90
"""Characters before a name that are looked at."""


def holds(line: str, parts: tuple[str, ...]) -> bool:
    """Whether one of the `parts` stands in a line: a plain loop, as it is asked of every line of every page."""
    for part in parts:  # noqa: SIM110
        if part in line:
            return True
    return False


def is_label(name: str) -> bool:
    """Whether brackets or form around `name` can make it an agency: of the lexicon, or a name and no common word or call sign."""
    if agency_of(name):
        return True
    fits = re.fullmatch(NAME, name) and len(name.split()) <= 5 and not _CALL_SIGN.fullmatch(name)
    return bool(fits) and name.casefold() not in _BAD_LABEL


def rests_on(line: str, known: Known, person: bool) -> bool:
    """Whether prose names the agency as where its words come from.

    A firm name does unless it is the business itself that is spoken of (a deal, a job, an award, a poll of sports writers), or a
    report of it that someone denies; a short one needs words of telling or reporting around it. `person`: somebody on the page
    bears the name ("Michael Bloomberg").
    """
    before, after = line[max(0, known.start - _REACH) : known.start], line[known.end : known.end + 60]
    denied = _DENIED.search(before)
    if denied and (denied["thing"] or _THING_TOLD.match(after)):
        return False
    if _FORMER.search(before):
        return False
    if before.endswith("Thomson ") and known.firmness == "strong":
        return False
    if _EARNINGS.match(after):
        return False
    if before.endswith("[") and line[known.end :].strip() == "]" and known.firmness != "weak":
        return True
    its = bool(_ITS.match(after))
    if person and not (its or re.match(r" (?:report(?:s|ed)|[Nn]ews)\b", after)):
        return False
    if _AGENCY_AFTER.match(after) or (known.firmness != "strong" and _AGENCY_BEFORE.search(before)):
        return True
    if known.firmness == "weak":
        return bool(_TOLD_WEAKLY.search(before)) and bool(_THEN.match(after))
    told, reports = bool(_TOLD.search(before)), bool(_REPORTS.match(after))
    if known.firmness == "strong":
        if told or reports or its:
            return not _SPORT.match(after)
        listed = _LISTED.search(before) or (before and (_SERIES[0].search(before) or _SERIES[1].match(after)))
        quiet = listed and not _VERB.search(line[known.end : known.end + 100])
        return not (quiet or _DEAL.search(before[-70:]) or _THING.match(after))
    if re.match(r" (?!Photo|News|Agency)[A-ZÀ-Þ][a-zà-ÿ]", after):
        return False
    if told or (reports and not _TITLED.search(before)):
        return True
    if _INVERTED[0].search(before) and _INVERTED[1].match(after) and known.end - known.start > 2:
        return True
    return (its and bool(_PROPOSES.search(before)) and not _THING.match(after)) or bool(
        _SAYS_FROM.search(before) and after.startswith(":")
    )


def is_form(name: str) -> bool:
    """Whether a whole name has the form of an agency's ("Blue Coast News Agency", "Tidewire", "Seapress")."""
    return any(m is not None for m in (_FORM.fullmatch(name), _COMPOUND.fullmatch(name))) and agency_of(name) is None


def _speaks(line: str, start: int, end: int) -> bool:
    """Whether words of telling stand before `start` or words of reporting after `end`."""
    return bool(_TOLD.search(line[max(0, start - _REACH) : start]) or _REPORTS.match(line[end : end + 60]))


def by_form(line: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of agencies that only their form shows: "the Tidewire news agency", "told Tidewire"."""
    clear = 0
    if holds(line, _FORM_WORDS):
        for m in _FORM.finditer(line):
            group = next(g for g in "abcdefg" if m[g])
            # "North Star News Agency" keeps its first word, "German news agency" has none of its own.
            name = _ON.sub("", m[group]) if group in "cd" else _ARTICLE.sub("", m[group])
            start = m.end(group) - len(name)
            doubtful = group in "fg" or m[0].startswith("the agency")
            if not name or (doubtful and not _speaks(line, m.start(), m.end())):
                continue
            known = agency_of(name)
            denied = _DENIED.search(line[max(0, start - _REACH) : start])
            if is_label(name) and not (known and known.kind == "photo") and not (denied and denied["thing"]):
                clear = m.end(group)
                yield start, m.end(group), name
    if holds(line, _COMPOUND_WORDS):
        for m in _COMPOUND.finditer(line):
            name = _ARTICLE.sub("", m["name"])
            start = m.end("name") - len(name)
            before = line[max(0, start - _REACH) : start]
            denied = _DENIED.search(before)
            if len(name) < 5 or start < clear or agency_of(name) or (denied and denied["thing"]):
                continue
            if _TOLD.search(before) or _COMPOUND_REPORTS.match(line[m.end("name") :][:40]):
                yield start, m.end("name"), name
