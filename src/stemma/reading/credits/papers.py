"""Newspapers, broadcasters and sites that a report credits by name: "first reported by the X", "the X said", "told The X".

No lexicon knows every paper. A name counts where a word of credit stands beside it and it looks like the name of an outlet: it
ends on a word that papers are called by ("... Courier"), is announced as one ("the newspaper X"), bears its own "The" after
"told", or is one of a few world-wide outlets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stemma.background.agencies import agency_of
from stemma.reading.credits.prose import holds

UNNAMED: Final = "local media"
"""The name under which a page is noted that gives its report to "local media" without naming any."""


def phrases(words: str) -> frozenset[str]:
    """The names of a list parted by "|"."""
    return frozenset(words.split("|"))


_PART: Final = r"[A-ZÀ-Þ][\w’'&-]*"
_NAME: Final = rf"{_PART}(?:[ ](?:of[ ](?:the[ ])?|and[ ]|&[ ])?{_PART}){{0,4}}"
_TITLES: Final = phrases(
    "Advertiser|Argus|Beacon|Beast|Bladet|Broadcasting|Bulletin|Chronicle|Citizen|Courier|Daily|Democrat|"
    "Despatch|Digest|Dispatch|Echo|Enquirer|Examiner|Express|Gazeta|Gazette|Globe|Guardian|Herald|Independent|"
    "Inquirer|Insider|Journal|Leader|Ledger|Magazine|Mail|Mercury|Messenger|Mirror|Monitor|News|Newspaper|"
    "Newspapers|Observer|Online|Post|Posten|Press|Radio|Record|Register|Reporter|Republican|Review|Sentinel|"
    "Shimbun|Spectator|Standard|Star|Sun|TV|Telegraph|Television|Times|Today|Tribune|Weekly|Zeitung|Eagle|"
    "Bee|Statesman|Patriot|Gleaner|Vanguard|Oregonian|Tennessean|Pilot|Constitution|Media|Banner|Outlook"
)
"""Last words of what papers and stations are called."""
_GREAT: Final = phrases("Times|Guardian|Telegraph|Independent|Observer|Tribune|Chronicle|Globe|Inquirer|Herald|Courier|Gazette")
"""Single words that mean a paper after a word of credit, even behind a small "the"."""
_WORLD: Final = phrases(
    "BBC|BBC News|CNN|CNN International|NPR|PBS|PBS NewsHour|CNBC|MSNBC|NBC|NBC News|CBS|CBS News|ABC News|"
    "Fox News|Fox Business|Fox News Digital|Sky News|Sky Sports|ITV|ITV News|Channel 4 News|Al Jazeera|Al Arabiya|"
    "ESPN|NFL Network|TMZ|Axios|Politico|POLITICO|ProPublica|Semafor|Punchbowl News|HuffPost|BuzzFeed|"
    "BuzzFeed News|Vice News|Vox|Slate|The Verge|The Information|The Intercept|The Athletic|The Atlantic|"
    "The Economist|The New Yorker|The Wrap|TheWrap|The Hill|TechCrunch|Engadget|Gizmodo|Wired|"
    "Newsweek|Forbes|Fortune|Barron's|Barron’s|MarketWatch|Business Insider|Variety|Billboard|Deadline Hollywood|"
    "Rolling Stone|Vanity Fair|Vogue|Entertainment Weekly|E! News|Us Weekly|US Weekly|People magazine|"
    "Time magazine|Yahoo News|Yahoo Sports|Yahoo Finance|Breitbart|Breitbart News|Mother Jones|National Review|"
    "Financial Times|New York Times|Washington Post|Wall Street Journal|WSJ|NYT|USA Today|USA TODAY|Der Spiegel|"
    "Die Zeit|Süddeutsche Zeitung|Die Welt|Bild|Le Monde|Le Figaro|Le Parisien|Mediapart|El País|El Pais|"
    "El Mundo|La Vanguardia|Corriere della Sera|La Repubblica|La Stampa|Haaretz|Ynet|Channel 12|Times of Israel|"
    "Nikkei|Nikkei Asia|Asahi Shimbun|Yomiuri Shimbun|Mainichi Shimbun|NHK|KBS|MBC|SBS|CCTV|CGTN|Global Times|"
    "Caixin|RTHK|South China Morning Post|Straits Times|Channel NewsAsia|NDTV|Times of India|Hindustan Times|"
    "Geo News|ARY News|CBC|CBC News|CTV|CTV News|Globe and Mail|RTÉ|RTE|RTÉ News|VRT|NOS|SVT|NRK|Yle|ORF|"
    "ARD|ZDF|Globo|O Globo|Folha de S.Paulo|Clarín|La Nación|El Universal|Univision|Telemundo|Deutsche Welle|DW|"
    "France 24|RFI|Euronews|Radio Free Europe|Radio Free Asia|RFE/RL|Voice of America|VOA|Rossiya 1|Channel One|"
    "Kommersant|Vedomosti|Novaya Gazeta|Meduza|Kyiv Independent|Kyiv Post|Ukrainska Pravda|TVN24|"
    "Daily Mail|MailOnline|Mail Online|Playboy|Esquire|Cosmopolitan|Benzinga|Eurogamer|Kotaku|Polygon|"
    "Fast Company|FiveThirtyEight|Bleacher Report|Smithsonian|"
    "Scientific American|Press TV|TRT World|RNZ"
)
"""Outlets of the world that their names alone do not show to be outlets."""
_FULL: Final = {
    "WSJ": "Wall Street Journal",
    "NYT": "New York Times",
    "USA TODAY": "USA Today",
    "POLITICO": "Politico",
    "US Weekly": "Us Weekly",
    "El Pais": "El País",
    "TheWrap": "Wrap",
    "RTE": "RTÉ",
    "People magazine": "People",
    "Time magazine": "Time",
}
"""Other forms of an outlet's name."""
_ANNOUNCED: Final = tuple(
    f"{word} "
    for word in (
        *("newspaper", "daily", "weekly", "tabloid", "broadcaster", "magazine"),
        *("news site", "news website", "news outlet", "news channel", "news portal", "outlet"),
    )
)
"""Words just before a name that say what it is."""
_TOLD: Final = re.compile(
    r"\b(?:told|telling|spoke to|speaking (?:to|with)|said to|spilled to|interview (?:with|to|for))\s"
    r"(?:a reporter (?:for|from|with)\s)?$"
)
_CREDITED: Final = re.compile(
    r"\b(?:according to|reported (?:first )?(?:by|in)|(?:revealed|posted|aired|broadcast|filmed|captured) by|published (?:by|in)|"
    r"broken by|reports? (?:by|in|from)|(?:story|account|article|column|interview|op-ed) (?:by|in|for)|investigation by|citing|"
    r"quoting|obtained by|seen by|reviewed by|shared with|tested for|leaked to|(?:statement|e-?mail|comments?) to|interviewed by|"
    r"wrote (?:in|for)|writes (?:in|for)|via)\s(?:a |an )?$",
    re.IGNORECASE,
)
_REPORTED: Final = re.compile(
    r"^(?:[’']s?)?,? (?:(?:first|has|had|also|earlier|previously|later|[a-z]+ly) )?(?:reported|reports|revealed|wrote|said|says|"
    r"disclosed|broke the (?:story|news)|noted|which broke)\b|"
    r"^[’']s (?:[A-ZÀ-Þ][\w’'-]+ ){1,3}(?:(?:first|also) )?(?:reported|reports|wrote|writes)\b"
)
_PIECE: Final = (
    re.compile(
        r"\b(?:according to|in|by|from|a|citing) (?:(?:a|an|the|its|this|\d{4}|[A-ZÀ-Þ][a-z]+) )?(?:(?:new|recent|earlier) )?$"
    ),
    re.compile(r"^(?:[’']s?)? (?:\w+ )?(?:reports?|article|story|poll|survey|investigation|review|analysis|interview|tally)\b"),
)
"""What stands around an outlet whose piece is named: "according to a new X report", "in X's review"."""
_ELSEWHERE: Final = re.compile(
    r"\b(?:[Aa]rticle|[Ss]tory|[Pp]ost|[Pp]iece|[Rr]eport|[Cc]olumn|[Ii]nterview|[Ee]ssay|[Tt]his|[Ii]t)\b[^.]{0,80}"
    r"\b(?:(?:originally|first|previously) (?:appeared|published|ran|posted)|(?:was|were) (?:originally|first) published|"
    r"republished|reprinted) (?:on|in|by|at|from|with permission from)(?: the| The)? "
    r"(?P<name>[A-ZÀ-Þ][\w’'&]*(?: [A-ZÀ-Þ][\w’'&]*){0,3})(?:\.com|\.org)?\b"
    r"|\boriginally (?:appeared|published) (?:on|in|by)(?: the| The)? "
    r"(?P<last>[A-ZÀ-Þ][\w’'&]*(?: [A-ZÀ-Þ][\w’'&]*){0,3})(?:\.com|\.org)?\W*$"
)
_CARRYING: Final = ("ublished", "printed", "appeared", "posted", " ran ")
_REFUTED: Final = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|dismiss(?:ed|es|ing)?|reject(?:ed|s|ing)?|asked about|ridiculed) (?:a|the|an) "
    r"(?:[\w-]+ )?(?:report|story|account)s? (?:by|in|from)\s(?:the )?$",
    re.IGNORECASE,
)
_SURNAME: Final = re.compile(r"^[\w’'-]+ (?:Post|Leader|Star|Sun|Record|Mail|Register|Mercury|Monitor|Guardian)$")
_OF_PERSON: Final = re.compile(
    r"^ (?:hosts?|stations?|channels?|networks?|presenters?|personalit(?:y|ies)|stars?|shows?|audiences?|anchors?)\b"
)
_STATION: Final = re.compile(r"(?!WADA|WIPO|WNBA|KPMG)[WK][A-Z]{3}(?:-(?:TV|FM|AM))?|[WK][A-Z]{2}-(?:TV|FM|AM)")
"""The call sign of an American station."""
_DAY: Final = re.compile(
    r"(?: (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|"
    r"Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?))+$"
)
_CANDIDATE: Final = re.compile(rf"(?<![\w@./’'-]){_NAME}")
_OF_THE: Final = re.compile(r"^[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+){0,2} (?:of|for|at) (?:the )?(?=[A-ZÀ-Þ])")
"""A reporter and the paper: "Ann Bell of the Northport Courier"."""
_BEGINS: Final = re.compile(r"^(?:As|And|But|When|While|In|On|For|After|Then|Yet|Still|So|If|Since|Because|Like) (?=[A-ZÀ-Þ])")
"""Words with which a sentence begins before the name."""
_WORD: Final = re.compile(r"\w+")
_POSSESSIVE: Final = re.compile(r"[’']s?(?: |$)")
_VAGUE: Final = re.compile(
    r"\b(?P<who>local media)(?: outlets)? (?:reported|reports?|said|say)\b|\b(?:according to|reported by|quoting|citing) "
    r"(?P<whom>local media)\b",
    re.IGNORECASE,
)


def paper_name(name: str) -> str:
    """The full name of an outlet that is known by a short form ("WSJ"), `name` itself otherwise."""
    return _FULL.get(name, name)


def find_papers(line: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, name, how) of every outlet that a paragraph credits by name; the name without its article."""
    if "ocal media" in line and (m := _VAGUE.search(line)):
        group = "who" if m["who"] else "whom"
        yield (*m.span(group), UNNAMED, "media without a name")
    for m in _CANDIDATE.finditer(line):
        start, words = m.start(), m[0]
        if begins := _BEGINS.match(words):
            start, words = start + begins.end(), words[begins.end() :]
        # "The" stands before the name, whether or not the name has it.
        if words.startswith("The "):
            start, words = start + 4, words[4:]
        parts = _WORD.findall(words)
        if not (
            not _TELLING.isdisjoint(parts)
            or (parts and len(parts[0]) in (3, 4) and parts[0][0] in "WK" and parts[0].isupper())
            or line.startswith("The ", start - 4)
            or line.endswith(_ANNOUNCED, max(0, start - 20), start)
        ):
            continue
        if found := _credited(line, start, words):
            start, end, name = found
            if agency_of(name) is not None:
                continue
            yield start, end, paper_name(name), "outlet by name"


def is_outlet(name: str) -> bool:
    """Whether a name is that of an outlet of the world."""
    return _world(name, 0) == name


def republished(line: str) -> tuple[int, int, str] | None:
    """Start, end and name of the outlet that a line says the report appeared in first."""
    m = _ELSEWHERE.search(line) if len(line) < 400 and holds(line, _CARRYING) else None
    group = "name" if m and m["name"] else "last"
    return (*m.span(group), paper_name(m[group])) if m else None


def _credited(line: str, start: int, words: str) -> tuple[int, int, str] | None:
    """Start, end and name of the outlet that the capitalised `words` at `start` are, if the words around credit it."""
    by = start
    named = _world(line, start)
    person = _OF_THE.match(words)
    if named is None and person and (_world(line, start + person.end()) or _is_titled(words[person.end() :])):
        # "according to Ann Bell of the Northport Courier": what stands before the reporter counts.
        start, words = start + person.end(), words[person.end() :]
        named = _world(line, start)
    elif named is None and person:
        words = re.split(r" (?:of|for|at) ", words)[0]
    words = named or _DAY.sub("", _POSSESSIVE.split(words)[0])
    if station := _STATION.match(words):
        words = station[0]
    if not words:
        return None
    end = start + len(words)
    article = line[start - 4 : start - 1] if start > 3 and line[start - 4 : start] in ("The ", "the ") else ""
    by = by if start != by else (start - 4 if article else start)
    before = line[max(0, by - 80) : by]
    announced = next((word for word in _ANNOUNCED if before.endswith(word)), None)
    if announced:
        before = re.sub(r"\b[Tt]he (?:[\w-]+ )?$", "", before.removesuffix(announced))
    # A report that is denied or asked about is not what this one rests on; a "TV host" is no outlet.
    if _REFUTED.search(before) or _OF_PERSON.match(line[end:]):
        return None
    told = bool(_TOLD.search(before))
    credited = told or bool(_CREDITED.search(before))
    pieced = bool(named or " " in words) and bool(_PIECE[1].match(line[end:]) and _PIECE[0].search(before))
    if not credited and not pieced and not _REPORTED.match(line[end:]):
        return None
    # "told Ann Post" is told to a person, unless an article stands before the name.
    last = re.split(r"[ -]", words)[-1]
    titled = _is_titled(words) and (bool(article) or not _SURNAME.search(words))
    own = article == "The"
    if announced or named or (titled and (" " in words or ((own or last in _GREAT or station) and credited))) or (own and told):
        return start, end, words
    return None


def _is_titled(words: str) -> bool:
    """Whether a name ends as papers and stations are called."""
    return re.split(r"[ -]", words)[-1] in _TITLES or bool(_STATION.fullmatch(words))


def _firsts() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for name in _WORLD:
        out.setdefault(re.split(r"[ /!’'-]", name.removeprefix("The "))[0], []).append(name)
    return {first: tuple(sorted(names, key=lambda n: (-len(n), n))) for first, names in sorted(out.items())}


_FIRSTS: Final = _firsts()
_TELLING: Final = _TITLES | _FIRSTS.keys()
"""Words without one of which a name needs a word before it that says it is an outlet's."""


def _world(line: str, start: int) -> str | None:
    """The world-wide outlet that is named at `start`, the longest; one called "The ..." only with its article."""
    m = _WORD.match(line, start)
    for name in _FIRSTS.get(m[0], ()) if m else ():
        bare = name.removeprefix("The ")
        after = line[start + len(bare) : start + len(bare) + 1]
        own = bare == name or line[max(0, start - 4) : start].casefold() == "the "
        if own and line.startswith(bare, start) and not after.isalnum() and after not in ("-", "_"):
            return bare
    return None
