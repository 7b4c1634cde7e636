"""Pages made to do harm, beside plain ones: an invented story of a harbour wall that gives way, told by seven outlets.

Everything that a page can do to whoever shows it: scripts, markup that breaks out of an attribute, a style or a script, addresses
that run, characters that reorder, hide or pile up, endless words, control characters, halves of characters.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Final

ATTACK: Final = "window.pwned=1"
"""What every script in these pages would do, could it run."""
BREAKOUTS: Final = (
    f"</script><script>{ATTACK}</script>",
    f"--></style><script>{ATTACK}</script>",
    f"</textarea></title></template></svg><img src=x onerror={ATTACK}>",
    f"\"><svg onload='{ATTACK}'>",
    f"' onmouseover='{ATTACK}' x='",
    f"javascript:{ATTACK}",
    f"data:text/html,<script>{ATTACK}</script>",
    "{{ 7*7 }}{% raw %}${7*7}<%= 7*7 %>",
    "]]><!--<?php /* &lt;b&gt; &#x3c; &amp;amp; <iframe srcdoc='<p>'></iframe>",
)
OVERRIDES: Final = "\u202e\u202d\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\U000e0041"
FLOOD: Final = "e" + "\u0301\u0336\u20dd" * 400
ENDLESS: Final = "breakwater" * 400
HEBREW: Final = "הקיר נפל ב-3:40 לפנות בוקר"
QUAY: Final = "רציף הנמל"
ARABIC: Final = "انهار الجدار عند الساعة 3:40 (فجرا)"

_LEAD: Final = (
    "The harbour wall at Ostvik gave way early on Monday, killing three dock workers, the port authority said.",
    "A survey in April had warned of cracks, according to two people familiar with the report, who were not allowed to speak.",
)
_MORE: Final = (
    "“We heard it go before we saw it,” said Tove Lindqvist, the harbour master.",
    "The port authority denied that it had ignored the survey.",
    "The ministry of transport declined to comment.",
    "Repairs will cost 14 million kroner, the authority said in a statement on Tuesday.",
)


def _page(title: str, outlet: str, byline: str, *paragraphs: str) -> str:
    return "\n\n".join((outlet, title, f"By {byline}", "12 May 2025", *paragraphs)) + "\n"


def plain_pages() -> dict[str, bytes]:
    """Two pages that mean no harm."""
    return {
        "courier.txt": _page(
            "Harbour wall gives way at Ostvik, three dead", "The Ostvik Courier", "Lena Brandt", *_LEAD, *_MORE
        ).encode(),
        "post.txt": _page(
            "Three die as Ostvik harbour wall collapses", "Northern Post", "Ada Nyman",
            "Three dock workers died when the harbour wall at Ostvik collapsed on Monday, according to the port authority.",
            "The authority had been warned of cracks in April, the Ostvik Courier reported, citing two people familiar with it.",
            _MORE[0], "The ministry of transport would not comment.",
        ).encode(),
    }  # fmt: skip


def hostile_pages() -> dict[str, bytes]:
    """Pages by file name, each with harm of its own; all of them can be read."""
    title = "Harbour wall gives way at Ostvik"
    scripts = _page(
        f"{title} </title></script><script>{ATTACK}</script>",
        f"The Gazette --></style><script>{ATTACK}</script>",
        f"Lena Brandt <img src=x onerror={ATTACK}>",
        *_LEAD,
        *(f"The port authority said its web site had been made to print {b} by someone who meant harm." for b in BREAKOUTS),
        *_MORE,
    )
    attributes = f"""<!doctype html><html><head><title>{title} &lt;/script&gt;&lt;script&gt;{ATTACK}&lt;/script&gt;</title>
<meta property="og:site_name" content="Kystnytt&quot;&gt;&lt;svg onload={ATTACK}&gt;">
<meta name="author" content="Mika' onmouseover='{ATTACK}' x='">
<link rel="canonical" href="javascript:{ATTACK}">
<meta property="og:url" content="data:text/html,&lt;script&gt;{ATTACK}&lt;/script&gt;">
<script>{ATTACK}</script><style>body{{background:url(https://example.org/beacon.png)}}</style></head>
<body onload="{ATTACK}"><article><h1>{title} &lt;b&gt;now&lt;/b&gt;</h1><img src="https://example.org/x.png" onerror="{ATTACK}">
{"".join(f"<p>{p}</p>" for p in (*_LEAD, *_MORE))}<p>The port authority said: &lt;/script&gt;&lt;script&gt;{ATTACK}&lt;/script&gt;
was printed on its <a href="javascript:{ATTACK}">own page</a> by somebody else.</p></article></body></html>"""
    orders = _page(
        f"\u202e{title}\u2067 reversed",
        "Dag\u202eblad",
        "Sara\u2066 Holm",
        _LEAD[0],
        "“The wall \u202efell at 3:40\u2067 and nobody came,” said Rhea Holt, the union secretary, who was there when it went.",
        f"“{HEBREW},” said Noa Peled, an engineer on the quay, before the second part of the wall went down at 5:10.",
        f"“{ARABIC}” said Samir Haddad, who drives a crane (the tallest one) at berth 12, to reporters on Monday.",
        f"The union said that {OVERRIDES} and that three dock workers had died when the wall gave way.",
        *_MORE,
    )
    unseen = _page(
        "Har\u200bbour wall\u00ad gives way\u2060 at Ostvik",
        "The\u200b Nordic\ufeff Wire",
        "Ola\u200d Vik",
        "The harbour wall at Ost\u200bvik gave way on Mon\u00adday, kill\u2060ing three dock workers, the auth\u200dority said.",
        f"The union said the letters {UNSEEN} could be seen on the gauge, and that {FLOOD} was painted on the wall.",
        "“👩‍👩‍👧‍👦 and 𝔘𝔫𝔦𝔬𝔫 and 🚢🌊 are on our banner,” said Rhea Holt, the union secretary, after three workers had died.",
        *_MORE,
    )
    endless = _page(
        f"{title}: " + "what the survey of April had said of the wall and of those who did not read it, " * 62,
        "The " + "Ostvik" * 40 + " Times",
        "Lena " + "Brandt" * 60,
        *_LEAD,
        f"The union said that {ENDLESS} was written on the wall at https://ostvik.example/{'a' * 900} before it gave way.",
        *_MORE,
    )
    headline = f"{title} <script>{ATTACK}</script> " + "after the survey of April was left unread in a drawer of the office " * 76
    titled = f"""<!doctype html><html><head><title>{escape(headline)}</title><meta property="og:title" content="{escape(headline)}">
<meta property="og:site_name" content="{QUAY}"></head><body><article><h1>{escape(headline)}</h1><p>12 May 2025</p>
{"".join(f"<p>{p}</p>" for p in (*_LEAD, *_MORE))}</article></body></html>"""
    crooked = ("\r\n".join(_page(title, "Havnebladet", "Per Sand", *_LEAD, *_MORE).split("\n"))).replace(
        "Monday", "Mon\x0cday\x00\x07\x1b[31m"
    )
    torn = "“The wall \ud800fell\udc00 at once,” said Tove Lindqvist, the harbour master, to reporters."
    halves = {
        "title": f"{title} \ud800",
        "source": "Half\udfff Press",
        "author": "Kai \ud83d Lund",
        "text": "\n".join((*_LEAD, torn, *_MORE)),
        "date": "2025-05-12",
        "url": f'https://ostvik.example/"><script>{ATTACK}</script>',
    }
    return {
        "scripts.txt": scripts.encode(),
        "attributes.html": attributes.encode(),
        "orders.txt": orders.encode(),
        "unseen.txt": unseen.encode(),
        "endless.txt": endless.encode(),
        "crooked.txt": crooked.encode(),
        "titled.html": titled.encode(),
        "halves.jsonl": json.dumps(halves).encode() + b"\n",
    }


def broken_pages() -> dict[str, bytes]:
    """Files that hold no report."""
    return {
        "empty.html": b"<html><head><title>Harbour wall</title></head><body></body></html>",
        "nothing.txt": b"",
        "noughts.txt": b"\x00" * 4_000,
        "utf16cut.txt": "Harbour wall gives way".encode("utf-16-le")[1:] * 9,
        "\x1b[31mred\u202e.txt": b"too little",
    }


def written(folder: Path, pages: dict[str, bytes]) -> list[Path]:
    """The pages as files of `folder`, sorted by name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pages.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in sorted(pages)]
