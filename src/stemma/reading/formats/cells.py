"""Single values out of tables and packets -> what stemma keeps: words, ISO 8601 times, two-letter languages, addresses, people.

Whatever is in a cell, nothing here raises: what cannot be read is not known.
"""

from __future__ import annotations

import ast
import html
import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Final, TypeAlias

from stemma.model import ArticleKind
from stemma.reading.html.authors import clean_authors, is_person
from stemma.reading.html.stamps import iso as iso_on_page
from stemma.reading.parts import Form
from stemma.reading.plain.features import has_cue, invites

Json: TypeAlias = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None
"""A value of JSON, and of whatever else is brought into that shape."""

TITLE_WITHIN: Final = 60
"""Lines of a page among which its title is looked for: menus are shorter."""
FURNITURE: Final = 3
"""Lines of furniture that make a text a page: a report's own body has hardly one."""
_ROW: Final = 12
"""Words of a line above which it is running text if a sentence ends it."""
_SENTENCE_END: Final = re.compile(r"""[.!?…]["'”’)\]]*$""")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_DIGITS: Final = re.compile(r"[+-]?\d{1,19}(?:\.\d+)?")
_COMPACT: Final = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?([0-2]\d)([0-5]\d)(?:[0-5]\d)?(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_MONTH: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]+\])?)?",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP: Final = re.compile(
    r"<(?:p|div|br|span|a|ul|ol|li|h[1-6]|article|section|figure|img|em|strong|b|i|blockquote|table)\b[^<>]*>", re.IGNORECASE
)
_BLOCK: Final = re.compile(r"<(?:p|div|br|li|h[1-6]|article|section|blockquote|td|dd)\b", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"&(?:amp|quot|apos|nbsp|lt|gt|hellip|[mn]dash|[lr][sd]quo|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE
)
_TEASER: Final = re.compile(
    r"(?:\[\s*\+\s?\d[\d,. ]*\s*(?:chars?|characters|words?)\s*\]"
    r"|\[\s*truncated\s*\]|\(\s*truncated\s*\)|\.\.\.\s*truncated"
    r"|\[\s*(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)\s*\])\s*(?:</\w+>\s*)*$",
    re.IGNORECASE,
)
_WITHHELD: Final = re.compile(r"^\s*ONLY AVAILABLE IN [A-Z ,]*PLANS?\s*\.?\s*$")
_NULLS: Final = frozenset(("", "null", "none", "nan", "nat", "n/a", "na", "undefined", "[]", "{}", "<na>", "-"))
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST: Final = 2_000
"""Characters of a title, a name, an address; more is none."""


def prose(value: Json) -> str:
    """The words of a cell with their line ends, code points that no text holds replaced; "" for what is no text."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if not isinstance(value, str):
        return ""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(" ", text)
    return _SURROGATES.sub("\ufffd", text).strip()


def flat(value: Json) -> str:
    """The words of a cell on one line; "" for what is no text, is over 2,000 characters long or says that nothing is there."""
    words = " ".join(prose(value).split())
    return "" if words.casefold() in _NULLS or len(words) > _LONGEST else words


def heading(value: Json) -> str:
    """A title: on one line, without markup and with its character references resolved."""
    words = flat(value)
    if "&" in words:
        words = _CONTROL.sub(" ", html.unescape(words))
    if "<" in words:
        words = _TAG.sub("", words)
    return _SURROGATES.sub("\ufffd", " ".join(words.split()))


def several(value: Json) -> tuple[str, ...]:
    """The words of a cell that may hold a list: of strings, or of objects with a name. One that is written as text is read."""
    if isinstance(value, str) and (value.lstrip()[:1], value.rstrip()[-1:]) in (("[", "]"), ("{", "}")) and len(value) < 10_000:
        value = _structure(value.strip())
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, str) or not isinstance(value, Sequence):
        return (flat(value),) if flat(value) else ()
    found = (flat(named(v)) for v in value[:1_000])
    return tuple(dict.fromkeys(words for words in found if words))


def listed(value: Json) -> str:
    """The paragraphs in a list, of strings or of objects that hold their words as content or text, a line each."""
    rows = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    keys = ("content", "text", "value", "html", "paragraph")
    found = (next((v[k] for k in keys if isinstance(v.get(k), str)), None) if isinstance(v, Mapping) else v for v in rows)
    return "\n".join(" ".join(words.split()) for v in found if (words := prose(v)))


def named(value: Json) -> Json:
    """The name of something that may be an object with a name, a label or a value; anything else as it is."""
    if not isinstance(value, Mapping):
        return value
    return next((value[k] for k in ("name", "label", "title", "literal", "value", "code") if flat(value.get(k))), None)


def people(value: Json) -> tuple[str | None, tuple[str, ...]]:
    """The signature as printed (None if there is none), and the people in it."""
    names = several(value)
    if not names:
        return None, ()
    kept = tuple(n for n in clean_authors([re.sub(r"\s*;\s*", ", ", n) for n in names], "") if is_person(n))
    printed = ", ".join(n for n in names if not n.startswith(("http://", "https://")))
    return (printed if re.search(r"[^\W\d_]{2}", printed) else None), kept


def address(value: Json) -> str | None:
    """A web address, None for anything else."""
    words = flat(value)
    return words if re.fullmatch(r"https?://[^\s<>\"]+", words, re.IGNORECASE) else None


def iso(value: Json, utc: bool = False) -> str | None:
    """A time as ISO 8601, as precise as given: "2024-02", "2024-02-13", "2024-02-13T13:15+00:00" (minutes; the zone if given).

    Read are ISO 8601, compact forms (20240213T131500Z, 20240213131500), seconds, milli- and microseconds since 1970, the form of
    e-mail headers, and dates in words. A bare year tells too little. A midnight without a zone is a day. `utc`: a time without a
    zone is in UTC.
    """
    words = flat(value)
    if not words or len(words) > 100:
        return None
    found = _machine(words)
    if found is None and _DIGITS.fullmatch(words):
        return _since_1970(words)
    if found is None:
        found = _mail(words) or iso_on_page(words, words)
    if found is None or not _is_day(found):
        return None
    if found.endswith("T00:00"):
        return found[:10]
    return f"{found}+00:00" if utc and len(found) == 16 else found


def language(value: Json) -> str | None:
    """A language as two letters of ISO 639-1, from such, three letters of ISO 639-2 or -3, a locale, or its English name."""
    words = flat(value[0] if isinstance(value, Sequence) and not isinstance(value, str) and value else value).casefold()
    code = re.split(r"[-_/]", words)[0].strip()
    if re.fullmatch(r"[a-z]{2}", code):
        return code
    return _CODES.get(code) or _CODES.get(words)


def kind(value: Json) -> ArticleKind | None:
    """What a genre field makes of an item, None where that is an ordinary report or not known."""
    words = " ".join(several(value)).casefold().replace("_", " ").replace("-", " ")
    if re.search(r"\bpress ?releases?\b|^pr$", words):
        return "press-release"
    if re.search(r"\btranscripts?\b", words):
        return "transcript"
    return "live-blog" if re.search(r"\blive ?blogs?\b", words) else None


def is_teaser(text: str) -> bool:
    """Whether words say of themselves that the rest of the report was cut off ("… [+1234 chars]", "[…]")."""
    return bool(_TEASER.search(text[-200:])) or bool(_WITHHELD.match(text[:200]))


def form_of(text: str) -> Form:
    """What the words of a text column are: a whole page, marked-up paragraphs, or text."""
    head = text[:20_000]
    if _PAGE.search(head):
        return "page"
    return "html" if _MARKUP.search(head) else "text"


def unescaped(text: str) -> str:
    """Words that an export escaped once too often: character references resolved, line ends written as letters made such."""
    if _REFERENCE.search(text):
        text = _SURROGATES.sub("\ufffd", _CONTROL.sub(" ", html.unescape(text)))
    if "\n" in text or text.count("\\n") < 2:
        return text
    return text.replace("\\r\\n", "\n").replace("\\n", "\n")


def content_of(text: str) -> tuple[str, Form]:
    """The words of a column for text or markup, and what they are: a page, paragraphs as HTML, or one paragraph a line."""
    form = form_of(text)
    if form == "text":
        text = unescaped(text)
        # Markup that was escaped shows itself now.
        form = form_of(text)
    if form == "text":
        return paragraphs_of(text), form
    if form == "html" and not _BLOCK.search(text):
        return "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip()), form
    return text, form


def whole_page(text: str, title: str) -> str | None:
    """Plain text that is a page with its furniture, its title in it; None for a report alone.

    Such text, from dumps of rendered pages, shows its title below other lines of which none is running text, or `FURNITURE` short
    lines in the words of page furniture.
    """
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    wanted = " ".join(title.split())
    even = [line.casefold() for line in lines[:TITLE_WITHIN]]
    at = even.index(wanted.casefold()) if wanted.casefold() in even else None
    if at and not any(len(line.split()) > _ROW and _SENTENCE_END.search(line) for line in lines[:at]):
        return text
    short = (line for line in lines if len(line.split()) <= _ROW and not _SENTENCE_END.search(line))
    if sum(1 for _ in islice((line for line in short if has_cue(line) or invites(line)), FURNITURE)) < FURNITURE:
        return None
    return text if at is not None else f"{wanted}\n{text}"


def paragraphs_of(text: str) -> str:
    """Plain text with one paragraph a line: lines that were broken to a width are joined again, at blank or indented lines parted.

    Lines are taken for broken to a width where none is over 110 characters long and most go on in the next.
    """
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line.strip() or re.match(r"(?:\t| {2,})\S", line):
            blocks.append([])
        if line.strip():
            blocks[-1].append(line.strip())
    blocks = [b for b in blocks if b]
    inner = [line for b in blocks for line in b[:-1]]
    broken = sum(not re.search(r"""[.!?:…]["'”’)\]]*$""", line) for line in inner)
    longest = max((len(line) for b in blocks for line in b), default=0)
    if len(inner) < 3 or longest > 110 or 2 * broken < len(inner) or sum(map(len, inner)) < 40 * len(inner):
        return text
    return "\n".join(" ".join(b) for b in blocks)


def _number(value: int | float) -> str:
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e18 else repr(value)
    return str(value) if abs(value) < 10**18 else ""


def _structure(text: str) -> Json:
    """A list or a record written into a cell, as JSON or as Python prints one; the text itself where it is none."""
    found: object
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        if "\\" in text:
            # What Python has to say of escapes it does not know, it says on stderr.
            return text
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return text
    if isinstance(found, dict):
        return _names_in(found)
    if isinstance(found, list):
        return [v if isinstance(v, str) else _names_in(v) for v in found if isinstance(v, str | dict)]
    return text


def _names_in(record: dict[object, object]) -> Json:
    return {str(k): v for k, v in record.items() if isinstance(v, str)}


def _machine(words: str) -> str | None:
    """ISO 8601 and its compact form, minutes at most."""
    if _MONTH.fullmatch(words):
        return words
    if m := _ISO.fullmatch(words):
        return m[1] + (f"T{m[2]}:{m[3]}{_zone(m[5])}" if m[2] else "")
    if m := _COMPACT.fullmatch(words):
        return f"{m[1]}-{m[2]}-{m[3]}" + (f"T{m[4]}:{m[5]}{_zone(m[6])}" if m[4] else "")
    return None


def _zone(mark: str | None) -> str:
    if not mark:
        return ""
    if mark[0] not in "+-":
        return "+00:00"
    digits = mark[1:].replace(":", "")
    return f"{mark[0]}{digits[:2]}:{digits[2:] or '00'}"


def _mail(words: str) -> str | None:
    """The form of RFC 5322 ("Tue, 13 Feb 2024 13:15:00 GMT")."""
    if not re.search(r"\d \w{3} \d{4} \d", words):
        return None
    try:
        return parsedate_to_datetime(words).isoformat(timespec="minutes")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _since_1970(words: str) -> str | None:
    """Seconds, milliseconds or microseconds since 1970, if that falls between 1980 and 2100."""
    number = float(words)
    for unit in (1.0, 1e3, 1e6, 1e9):
        if 315_532_800 <= number / unit < 4_102_444_800:
            return (_EPOCH + timedelta(seconds=int(number / unit))).isoformat(timespec="minutes")
    return None


def _is_day(value: str) -> bool:
    """Whether a value names a day, and an hour, that exist."""
    if len(value) < 10:
        return True
    try:
        date.fromisoformat(value[:10])
        if len(value) > 10:
            datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_CODES: Final[Mapping[str, str]] = {
    name: line.split()[0]
    for line in (
        "af afr afrikaans",
        "am amh amharic",
        "ar ara arabic",
        "az aze azerbaijani",
        "be bel belarusian",
        "bg bul bulgarian",
        "bn ben bengali",
        "bs bos bosnian",
        "ca cat catalan",
        "cs ces cze czech",
        "cy cym wel welsh",
        "da dan danish",
        "de deu ger german",
        "el ell gre greek",
        "en eng english",
        "es spa spanish",
        "et est estonian",
        "eu eus baq basque",
        "fa fas per persian",
        "fi fin finnish",
        "fr fra fre french",
        "ga gle irish",
        "gl glg galician",
        "gu guj gujarati",
        "he heb hebrew",
        "hi hin hindi",
        "hr hrv croatian",
        "hu hun hungarian",
        "hy hye arm armenian",
        "id ind indonesian",
        "is isl ice icelandic",
        "it ita italian",
        "ja jpn japanese",
        "ka kat geo georgian",
        "kk kaz kazakh",
        "km khm khmer",
        "kn kan kannada",
        "ko kor korean",
        "lt lit lithuanian",
        "lv lav latvian",
        "mk mkd mac macedonian",
        "ml mal malayalam",
        "mn mon mongolian",
        "mr mar marathi",
        "ms msa may malay",
        "nb nob",
        "ne nep nepali",
        "nl nld dut dutch",
        "nn nno",
        "no nor norwegian",
        "pa pan punjabi",
        "pl pol polish",
        "pt por portuguese",
        "ro ron rum romanian",
        "ru rus russian",
        "si sin sinhala",
        "sk slk slo slovak",
        "sl slv slovenian",
        "so som somali",
        "sq sqi alb albanian",
        "sr srp serbian",
        "sv swe swedish",
        "sw swa swahili",
        "ta tam tamil",
        "te tel telugu",
        "th tha thai",
        "tl tgl tagalog",
        "tr tur turkish",
        "uk ukr ukrainian",
        "ur urd urdu",
        "uz uzb uzbek",
        "vi vie vietnamese",
        "zh zho chi chinese",
    )
    for name in line.split()[1:]
}
