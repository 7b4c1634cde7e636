"""Newspapers, broadcasters and sites that a report credits by name: "first reported by the X", "the X said", "told The X".

No lexicon knows every paper. A name counts where a word of credit stands beside it and it looks like the name of an outlet: it
ends on a word that papers are called by ("... Courier"), is announced as one ("the newspaper X"), bears its own "The" after
"told", or is one of a few world-wide outlets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

UNNAMED: Final = "local media"
"""The name under which a page is noted that gives its report to "local media" without naming any."""

_PART: Final = r"[A-ZÀ-Þ][\w’'&-]*"
_NAME: Final = rf"{_PART}(?:[ ](?:of[ ](?:the[ ])?|and[ ]|&[ ])?{_PART}){{0,4}}"
_TITLES: Final = re.compile(
    r"(?:Times|Post|Herald|Gazette|Tribune|Journal|Ledger|Courier|Advertiser|Examiner|Observer|Chronicle|Telegraph|Star|Sun|"
    r"Mirror|Daily|Weekly|News|Echo|Mail|Argus|Sentinel|Bulletin|Independent|Dispatch|Despatch|Inquirer|Enquirer|Mercury|"
    r"Express|Guardian|Globe|Review|Record|Reporter|Radio|TV|Television|Evening Standard|Citizen|Messenger|Register|Today|"
    r"Democrat|Republican|Spectator|Newspapers?|Magazine|Broadcasting|Online|Press|Leader|Beacon|Monitor|Digest|Insider|Beast)"
)
_WORLD: Final = (
    r"(?:BBC(?: News)?|CNN|NPR|CNBC|MSNBC|NBC News|CBS News|ABC News|Fox News|Sky News|ITV News|Channel 4 News|Al Jazeera|"
    r"Axios|Politico|POLITICO|ProPublica|Financial Times|New York Times|Washington Post|Wall Street Journal|Der Spiegel|"
    r"Die Zeit|Le Monde|Le Figaro|El País|Corriere della Sera|La Repubblica|Haaretz|Nikkei|NHK|CBC News|RTÉ|RTE|Bild|"
    r"BuzzFeed News|Vice News|The Economist|Time magazine|Deutsche Welle|France 24|Euronews|Globo|Novaya Gazeta|Meduza)"
)
_ANNOUNCED: Final = re.compile(
    r"\b(?:newspaper|daily|weekly|tabloid|broadcaster|magazine|news (?:site|website|outlet|channel|portal))\s$"
)
_ARTICLE: Final = re.compile(r"\b([Tt]he)\s$")
_TOLD: Final = re.compile(r"\b(?:told|telling|spoke to|speaking to|interview (?:with|to))\s$")
_CREDITED: Final = re.compile(
    r"\b(?:according to|reported (?:first )?(?:by|in)|revealed by|published (?:by|in)|broken by|reports? (?:by|in|from)|"
    r"story (?:by|in)|account (?:by|in)|investigation by|citing|quoting|obtained by|seen by|reviewed by|shared with|"
    r"tested for|leaked to|statement to|interviewed by)\s(?:a |an )?$",
    re.IGNORECASE,
)
_REPORTED: Final = re.compile(
    r"^(?:[’']s?)?,? (?:(?:first|has|had|also|earlier|previously|later) )?(?:reported|reports|revealed|wrote|said|says|"
    r"disclosed|broke the (?:story|news))\b"
)
_REFUTED: Final = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|dismiss(?:ed|es|ing)?|reject(?:ed|s|ing)?|asked about|ridiculed) (?:a|the|an) "
    r"(?:[\w-]+ )?(?:report|story|account)s? (?:by|in|from)\s(?:the )?$",
    re.IGNORECASE,
)
_SURNAME: Final = re.compile(r"^[\w’'-]+ (?:Post|Press|Leader|Star|Sun|Record|Mail|Register|Mercury|Monitor|Guardian)$")
_OF_PERSON: Final = re.compile(
    r"^ (?:hosts?|stations?|channels?|networks?|presenters?|personalit(?:y|ies)|stars?|shows?|audiences?|anchors?)\b"
)
_CANDIDATE: Final = re.compile(rf"(?<![\w@./’'-])(?:{_WORLD}(?![\w-])|{_NAME})")
_VAGUE: Final = re.compile(
    r"\b(?P<who>local media)(?: outlets)? (?:reported|reports?|said|say)\b|\b(?:according to|reported by|quoting|citing) "
    r"(?P<whom>local media)\b",
    re.IGNORECASE,
)


def find_papers(line: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, name, how) of every outlet that a paragraph credits by name; the name without its article."""
    if m := _VAGUE.search(line):
        group = "who" if m["who"] else "whom"
        yield (*m.span(group), UNNAMED, "media without a name")
    for m in _CANDIDATE.finditer(line):
        # "The" stands before the name, whether or not the name has it.
        lead = re.match(r"The ", m[0])
        start, words = m.start() + (4 if lead else 0), m[0][4:] if lead else m[0]
        words = re.sub(r"[’']s?$", "", words)
        end = start + len(words)
        before = line[max(0, start - 80) : start]
        article = _ARTICLE.search(before)
        if article:
            before = before[: article.start()]
        announced = _ANNOUNCED.search(before)
        if announced:
            before = re.sub(r"\b[Tt]he (?:[\w-]+ )?$", "", before[: announced.start()])
        told = bool(_TOLD.search(before))
        # A report that is denied or asked about is not what this one rests on; a "TV host" is no outlet.
        if _REFUTED.search(before) or _OF_PERSON.match(line[end:]):
            continue
        credited = told or bool(_CREDITED.search(before))
        if not credited and not _REPORTED.match(line[end:]):
            continue
        own_the = article is not None and article[1] == "The"
        titled = re.search(rf"(?:^|[ ]){_TITLES.pattern}$", words)
        # "told Ann Post" is told to a person, unless an article stands before the name.
        if titled and article is None and _SURNAME.search(words):
            titled = None
        if (
            announced
            or re.fullmatch(_WORLD, words)
            or (titled and (len(words.split()) > 1 or (own_the and credited)))
            or (own_the and told)
        ):
            yield start, end, words, "outlet by name"
