"""What can be said about one line of a page beside the others: the numbers that the line model weighs.

Two passes. The first looks at a line and its neighbours; the second sees what the first made of the whole page, so that an
insert in mid-article is judged against the report around it. Word lists are general English of web pages: nothing here
names an outlet, a person or a story.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.reading.wordlists import word_set
from stemma.text.words import plain

Matrix = NDArray[np.float64]

FUNCTION_WORDS: Final = word_set(
    "a an and are as at be been but by can could did do does for from had has have he her "
    "his how i if in into is it its may "
    "more most no not of on or our over said she should so some such than that the their them then there these they this "
    "those to under was we were what when where which who will with would you your"
)
_FIRST: Final = word_set("we our us ours")
_SECOND: Final = word_set("you your yours you'll you're you've")
_REPORTING: Final = word_set(
    "said says say told tells according reported announced added confirmed denied declined "
    "described called asked warned "
    "claimed stated revealed insisted argued noted wrote statement spokesman spokeswoman spokesperson"
)
_ORDERS: Final = word_set(
    "subscribe sign join follow share click download get support donate watch listen buy send email "
    "register log login read "
    "see view tap text call visit enter save print become help accept manage submit report add skip open start try shop win "
    "like tell play tweet pin copy load show hide enable allow contact make give search browse discover explore"
)
_CUES: Final[tuple[tuple[str, str], ...]] = (
    (
        "letter",
        r"newsletter|inbox|sign[- ]?up|subscri|unsubscribe|briefing|round-?up|free (?:trial|articles?)|paywall|"
        r"breaking news alerts?|morning brief|get the latest|e-?mail address",
    ),
    (
        "money",
        r"donat|contribut|member(?:ship)?\b|\bgift\b|support (?:us|our|the|independent)|funded by|chip in|"
        r"\breaders?\b|fundrais|sustain|stand with us|per month|a month|a year's|advertis|sponsor|affiliate|"
        r"commission|\bcoffee\b|advert|we depend|newsroom",
    ),
    (
        "share",
        r"\bshare\b|tweet|facebook|twitter|whatsapp|telegram|instagram|linkedin|pinterest|reddit|\bpin it\b|"
        r"copy link|print|bookmark|e-?mail\b|follow (?:us|our)|\bapp\b|(?:our|telegram|whatsapp|youtube) channel|"
        r"podcast|listen (?:live|to this)|watch live",
    ),
    (
        "related",
        r"^related|read (?:more|next|also)|also read|more (?:from|on|in|stories|about)|most (?:read|popular|"
        r"viewed)|trending|recommended|you (?:might|may) (?:also )?(?:like|love)|up next|don't miss|must read|"
        r"see also|top stories|latest (?:news|stories)|next(?: article| story| up)?:|previous|older post|"
        r"editor'?s? picks?|popular|what to read|read:|watch(?: \||:)|more:|in case you missed|^also\b|related:",
    ),
    (
        "comment",
        r"comments?\b|leave a (?:reply|comment)|required fields|will not be published|conversation|"
        r"join the discussion|sound off|what do you think|moderate|log ?in|sign in|reply",
    ),
    (
        "legal",
        r"copyright|©|\(c\)|all rights reserved|privacy|cookies?|terms (?:of|and|&)|policy|disclaimer|disclosure|"
        r"may not be (?:published|reproduced)|editorial standards|corrections?\b|accessibility|contact us|about us|"
        r"equal opportunity|republish|licen[cs]e|do not sell|feedback|careers",
    ),
    (
        "photo",
        r"^\(?photo|^image|^picture|^pictured|photo(?:graph)?(?:s)?(?: by|:|/)|credit:|image source|getty|"
        r"shutterstock|alamy|istock|file photo|\bfile\)|\(file|handout|courtesy|photograph(?:er|ed)|unsplash|"
        r"screenshot|representational|stock image|illustration|caption|\.(?:jpe?g|png|gif|webp)\b|"
        r"\([^()]{2,40}/[^()]{2,40}\)\s*$",
    ),
    (
        "bio",
        r"^about the author|is a (?:senior |staff |freelance |former |contributing |award-winning )?(?:reporter|"
        r"journalist|writer|editor|correspondent|columnist|producer|broadcast|contributor|author)|covers |"
        r"has (?:covered|reported|written|worked)|writes about|reporter (?:for|at|based|covering)|"
        r"correspondent (?:for|at|based)|reach (?:him|her|them|me)|follow (?:him|her|them|me)|contact (?:him|her|"
        r"them) (?:at|on|via)|tips:|joined .{2,30} in (?:19|20)\d\d|based in|lives (?:in|with)",
    ),
    (
        "byline",
        r"^(?:words |written |edited |posted |reported |reporting |story |text |compiled |updated |published |"
        r"reviewed )?(?:and pictures )?by\b|^from our|staff (?:writer|reporter)|^(?:staff|web ?desk|news ?desk|"
        r"editorial team)|\bcorrespondent$|\bdesk$|editing by|reporting by|contributed to this",
    ),
    (
        "date",
        r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
        r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,? ?\d{1,2}(?:st|nd|rd|th)?\b|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|"
        r"feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d\b|\b20\d\d-\d\d-\d\d|"
        r"\d{1,2}[:.]\d\d ?(?:[ap]\.?m|gmt|utc|ist|et\b|bst|cet)|min(?:ute)?s? read|(?:hours?|days?|minutes?|"
        r"weeks?) ago|last updated|^(?:published|updated|posted|filed)",
    ),
    (
        "nav",
        r"^home\b|^menu\b|^search\b|skip to|\bhome ?[>»/|›]|sections?$|^tags?\b|^topics?\b|^filed under|categor(?:y|"
        r"ies)|back to top|loading|advertisement|^ad\b|sponsored|^world$|^news$|^sport|you are at|sitemap|toggle|"
        r"^live\b|on air|adblock",
    ),
    (
        "credit",
        r"with (?:inputs|reports|reporting|files|additional)|source:|agencies\b|contributed|provided by|"
        r"has not been edited|various sources|\(end\)|this (?:story|article|post|document|report) (?:was|is|has|"
        r"originally|contains|may|first)|first (?:published|appeared)|originally (?:published|appeared)|"
        r"was (?:amended|updated|corrected)",
    ),
)
_CUE_NAMES: Final = tuple(name for name, _ in _CUES)
_CUE_RES: Final = tuple(re.compile(pattern, re.IGNORECASE) for _, pattern in _CUES)
_WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SEPARATOR: Final = re.compile(r"\s[|•·›»>/–—-]\s|\s{2,}|\t|[|•·›»☰]")
QUOTED: Final = re.compile(r'"[^"]*"?')
_ADDRESS: Final = re.compile(r"https?://|www\.|\w@\w|(?<!\w)@\w|\b\w+\.(?:com|org|net|example|co\.\w\w)\b", re.IGNORECASE)
_SIGN_OFF: Final = re.compile(r"""(?<=[.!?]["')\]]) {1,3}[A-Z][\w/-]{1,24}$|(?<=\w[.!?]) {1,3}[A-Z][\w/-]{1,24}$""")
_END: Final = re.compile(r"""[.!?…]['")\]]*$""")
_SENTENCE: Final = re.compile(r"""[.!?]['")\]]*\s+(?=["'(\[]?[A-Z0-9])""")

OWN: Final = (
    "chars",
    "words",
    "sentences",
    "per_sentence",
    "ends",
    "ends_colon",
    "ends_comma",
    "ends_dots",
    "question",
    "opens_quote",
    "quoted",
    "lower_first",
    "capitals",
    "shouted",
    "digits",
    "function",
    "separators",
    "address",
    "first",
    "second",
    "order",
    "reporting",
    "mark_density",
    "one_word",
    "short",
    "long",
    "colon_early",
    "bracketed",
    "repeated",
    "cohesion",
    "names",
    "no_content",
    *(f"cue_{n}" for n in _CUE_NAMES),
    *(f"cue_{n}_short" for n in _CUE_NAMES),
    "plea",
    "past",
)
PLACE: Final = ("from_top", "from_end", "relative", "first_five", "last_five", "lines", "long_before", "long_after")
WINDOW: Final = (-2, -1, 1, 2)
FIRST_PASS: Final = (*OWN, *PLACE, *(f"{name}@{d:+d}" for d in WINDOW for name in OWN))
_AROUND: Final = (-4, -3, -2, -1, 1, 2, 3, 4)
SECOND_PASS: Final = (
    *OWN,
    *PLACE,
    "p",
    *(f"p@{d:+d}" for d in _AROUND),
    "p_before",
    "p_after",
    "between",
    "run",
    "fit",
    "fit_names",
    "seen_share",
    "after_share",
    "label_before",
    "label_before_short",
    "short_between",
    "plain_short_between",
    "sandwiched",
    "signed_name",
    "best_run",
    "run_fit",
    *(f"{name}_{side}" for side in ("before", "here", "after") for name in ("fit", "names", "first", "second", "reporting")),
)


def own(lines: Sequence[str]) -> Matrix:
    """Features of each line by itself (and of its words in the rest of the page): shape (lines, len(OWN))."""
    # The agency's name that signs off wire copy is no part of the sentence it follows.
    even = [_SIGN_OFF.sub("", plain(line).strip()) for line in lines]
    tokens = [_WORD.findall(line) for line in even]
    content = [_content(t) for t in tokens]
    named = [_names(t) for t in tokens]
    long = [len(t) >= 15 for t in tokens]
    seen = Counter(w for c, is_long in zip(content, long, strict=True) if is_long for w in c)
    seen_names = Counter(w for c, is_long in zip(named, long, strict=True) if is_long for w in c)
    repeats = Counter(line.casefold() for line in even)
    rows = []
    for line, words, c, n, is_long in zip(even, tokens, content, named, long, strict=True):
        low = [w.casefold() for w in words]
        k = max(1, len(words))
        outside = [w.casefold() for w in _WORD.findall(QUOTED.sub(" ", line))]
        pieces = len(_SENTENCE.findall(line)) + 1
        cohesion = sum(seen[w] > is_long for w in c) / max(1, len(c))
        cues = [min(2, len(r.findall(line))) / 1.0 for r in _CUE_RES]
        short = len(words) <= 12
        first = sum(w in _FIRST for w in outside)
        second = sum(w in _SECOND for w in outside)
        order = bool(low) and low[0] in _ORDERS
        rows.append(
            [
                math.log1p(len(line)) / 6,
                math.log1p(len(words)) / 5,
                min(pieces, 6) / 3,
                min(len(words) / pieces, 40) / 20,
                bool(_END.search(line)),
                line.endswith(":"),
                line.endswith(","),
                line.endswith(("...", "…")),
                line.endswith(("?", '?"', "?'")),
                line[:1] in "\"'",
                '"' in line,
                line[:1].islower(),
                sum(w[:1].isupper() for w in words[1:]) / max(1, len(words) - 1),
                sum(w.isupper() and len(w) > 1 for w in words) / k,
                sum(w[:1].isdigit() for w in words) / k,
                sum(w in FUNCTION_WORDS for w in low) / k,
                min(4, len(_SEPARATOR.findall(line))) / 2,
                bool(_ADDRESS.search(line)),
                min(1, first / max(6, len(outside)) * 8),
                min(1, second / max(6, len(outside)) * 8),
                order,
                min(2, sum(w in _REPORTING for w in low)) / 2,
                sum(not ch.isalnum() and not ch.isspace() for ch in line) / max(1, len(line)) * 5,
                len(words) == 1,
                short,
                len(words) >= 25,
                ":" in line[:25],
                line[:1] in "([" and line[-1:] in ")]",
                repeats[line.casefold()] > 1,
                cohesion,
                sum(seen_names[w] > is_long for w in n) / max(1, len(n)),
                not c,
                *cues,
                *(cue * short for cue in cues),
                min(1, first / 3) * min(1, (second + order) / 2) * min(1.0, cues[0] + cues[1] + cues[2]),
                sum(w.endswith("ed") for w in low) / k * 5,
            ]
        )
    return np.array(rows, dtype=float).reshape(len(lines), len(OWN))


def has_cue(line: str) -> bool:
    """Whether a line holds a word of page furniture."""
    return any(r.search(line) for r in _CUE_RES)


def is_reporting(line: str) -> bool:
    """Whether a line holds a verb or noun of saying."""
    return any(w.casefold() in _REPORTING for w in _WORD.findall(line))


def first_pass(lines: Sequence[str]) -> Matrix:
    """Features of the first pass: (lines, len(FIRST_PASS))."""
    base = own(lines)
    return np.hstack([base, _place(lines), *(_shifted(base, d) for d in WINDOW)])


def second_pass(lines: Sequence[str], p: NDArray[np.float64]) -> Matrix:
    """Features of the second pass: (lines, len(SECOND_PASS)).

    `p` is what the first pass gave every line (0..1).
    """
    n = len(lines)
    base = own(lines)
    logit = np.clip(np.log((p + 1e-6) / (1 - p + 1e-6)), -6, 6) / 3
    content = [_content(_WORD.findall(plain(line))) for line in lines]
    named = [_names(_WORD.findall(plain(line))) for line in lines]
    weight, weight_names = Counter[str](), Counter[str]()
    sure = p > 0.7
    for c, m, s in zip(content, named, sure, strict=True):
        if s:
            weight.update(c)
            weight_names.update(m)
    size = [max(1, len(line.split())) for line in lines]
    mass = p * np.array(size)
    before = np.concatenate([[0.0], np.cumsum(mass)[:-1]])
    total = float(mass.sum()) or 1.0
    columns: list[list[float]] = []
    for i in range(n):
        fit = sum(weight[w] > sure[i] for w in content[i]) / max(1, len(content[i]))
        fit_names = sum(weight_names[w] > sure[i] for w in named[i]) / max(1, len(named[i]))
        share = before[i] / total
        later = 1 - (before[i] + mass[i]) / total
        label = lines[i - 1].strip() if i else ""
        label_short = 0 < len(label.split()) <= 4
        inside = min(share, later) > 0.02
        short = size[i] <= 12
        bare = short and not any(r.search(plain(lines[i]).strip()) for r in _CUE_RES)
        columns.append(
            [
                float(p[max(0, i - 3) : i].mean()) if i else 0.0,
                float(p[i + 1 : i + 4].mean()) if i + 1 < n else 0.0,
                float(min(share, later) * 4),
                float(_run(p, i)),
                fit,
                fit_names,
                float(share),
                float(later),
                float(label.endswith(":") or bool(_CUE_RES[3].search(plain(label)))),
                float(label_short and bool(i) and p[i - 1] < 0.5),
                float(short and inside),
                float(bare and inside),
                float(0 < i < n - 1 and p[i - 1] > 0.7 and p[i + 1] > 0.7),
            ]
        )
    around = [_shifted(logit[:, None], d, -2.0) for d in _AROUND]
    told = np.array(columns, dtype=float).reshape(n, 13)
    signed = _signed(lines, p)
    measured = np.column_stack(
        [told[:, 4], told[:, 5], base[:, OWN.index("first")], base[:, OWN.index("second")], base[:, OWN.index("reporting")]]
    )
    return np.hstack(
        [base, _place(lines), logit[:, None], *around, told, signed, _runs(p, size, told[:, 4]), _neighbourhood(measured, size)]
    )


def _signed(lines: Sequence[str], p: NDArray[np.float64]) -> Matrix:
    """1 where a line opens with a name that a short line above the report also holds: an author's note. (lines, 1)"""
    first = next((i for i in range(len(lines)) if p[i] > 0.7), 0)
    heads = [_WORD.findall(plain(line)) for line in lines[max(0, first - 6) : first + 1] if len(line.split()) <= 12]
    pairs = {(a, b) for words in heads for a, b in pairwise(words) if a[:1].isupper() and b[:1].isupper()}
    out = np.zeros((len(lines), 1))
    for i, line in enumerate(lines):
        words = _WORD.findall(plain(line))[:4]
        if i > first + 1 and (
            tuple(words[:2]) in pairs or (len(words) > 2 and words[0].casefold() == "by" and tuple(words[1:3]) in pairs)
        ):
            out[i] = 1.0
    return out


def _runs(p: NDArray[np.float64], size: Sequence[int], fit: NDArray[np.float64]) -> Matrix:
    """For each line the share of all likely words that its stretch of likely lines holds, and its mean fit. (lines, 2)"""
    out = np.zeros((len(p), 2))
    weight = np.array(size, dtype=float) * (p > 0.5)
    total = float(weight.sum()) or 1.0
    start = 0
    for i in range(len(p) + 1):
        if i == len(p) or p[i] <= 0.5:
            if i > start:
                inside = weight[start:i]
                out[start:i, 0] = inside.sum() / total
                out[start:i, 1] = float((fit[start:i] * inside).sum() / (inside.sum() or 1.0))
            start = i + 1
    return out


def _neighbourhood(measured: Matrix, size: Sequence[int]) -> Matrix:
    """Means over the four longer lines before, the line itself with two on each side, and the four after. (lines, 15)"""
    long = np.array([s > 8 for s in size])
    at = np.flatnonzero(long)
    rows = []
    for i in range(len(size)):
        k = int(np.searchsorted(at, i))
        own_place = k < len(at) and at[k] == i
        before = at[max(0, k - 4) : k]
        after = at[k + own_place : k + own_place + 4]
        here = at[max(0, k - 2) : k + own_place + 2]
        rows.append(
            np.concatenate(
                [measured[part].mean(axis=0) if len(part) else np.zeros(measured.shape[1]) for part in (before, here, after)]
            )
        )
    return np.array(rows, dtype=float).reshape(len(size), 3 * measured.shape[1])


def _place(lines: Sequence[str]) -> Matrix:
    n = len(lines)
    long = np.array([len(line.split()) >= 25 for line in lines], dtype=float)
    before = np.concatenate([[0.0], np.cumsum(long)[:-1]]) if n else long
    rows = [
        [
            math.log1p(i) / 4,
            math.log1p(n - 1 - i) / 4,
            i / max(1, n - 1),
            i < 5,
            n - i <= 5,
            math.log1p(n) / 5,
            min(before[i], 4) / 4,
            min(long.sum() - before[i] - long[i], 4) / 4,
        ]
        for i in range(n)
    ]
    return np.array(rows, dtype=float).reshape(n, len(PLACE))


def _shifted(base: Matrix, d: int, fill: float = 0.0) -> Matrix:
    """Row i holds row i + d of `base`, `fill` beyond the ends."""
    out = np.full_like(base, fill)
    if d > 0:
        out[: -d or None] = base[d:] if d < len(base) else out[: -d or None]
    elif -d < len(base):
        out[-d:] = base[:d]
    return out


def _run(p: NDArray[np.float64], i: int) -> float:
    """How long the stretch of likely body lines around line i is, 0..1 (1: eight lines or more)."""
    low = high = i
    while low > 0 and p[low - 1] > 0.5 and i - low < 8:
        low -= 1
    while high < len(p) - 1 and p[high + 1] > 0.5 and high - i < 8:
        high += 1
    return min(8, high - low) / 8


def _content(words: Sequence[str]) -> frozenset[str]:
    return frozenset(w.casefold().removesuffix("'s") for w in words if len(w) >= 4 and w.casefold() not in FUNCTION_WORDS)


def _names(words: Sequence[str]) -> frozenset[str]:
    return frozenset(w.removesuffix("'s") for w in words[1:] if w[:1].isupper() and w.casefold() not in FUNCTION_WORDS)
