"""Exports of press databases, invented, as the tests of their readers need them: in text, docx and rtf."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx

from stemma.errors import BadInput
from stemma.reading.parts import Part

BODY = (
    "The ferry Grete Holm ran aground off Norvik on Monday with 41 people on board, the coast guard said.",
    "Nobody was hurt, a spokeswoman told reporters, and the ship was pulled free with the evening tide.",
    "“We heard a scrape and then silence,” said Tove Brandt, who was on her way home from work.",
)


@dataclass(frozen=True)
class Story:
    """A document as a database prints it."""

    title: str = "Ferry runs aground off Norvik"
    outlet: str = "Norvik Courier (Norvik)"
    date: str = "March 4, 2024 Monday"
    byline: str | None = "Ane Lund"
    section: str = "NEWS; Pg. 4"
    body: tuple[str, ...] = BODY


def new_document(story: Story) -> list[str]:
    """The paragraphs of a document of Nexis Uni, without its end."""
    return [
        story.title,
        story.outlet,
        story.date,
        "Copyright 2024 Courier Holdings AS All Rights Reserved",
        "",
        f"Section: {story.section}",
        "Length: 543 words",
        *([f"Byline: {story.byline}"] if story.byline else []),
        "Highlight: A short word about it all",
        "Body",
        "",
        *story.body,
        "Classification",
        "Language: ENGLISH",
        "Publication-Type: Newspaper",
        "Journal Code: NVC",
        "Subject: FERRIES (90%); ACCIDENTS (88%)",
        "Load-Date: March 5, 2024",
    ]


def cover(stories: Sequence[Story]) -> list[str]:
    """The cover page of an export of Nexis Uni, with its table of contents."""
    return [
        "Date and Time: Friday, March 8, 2024 10:15:00 AM EST",
        "Job Number: 218400001",
        f"Documents ({len(stories)})" if len(stories) > 1 else "Document (1)",
        *(line for n, s in enumerate(stories, 1) for line in (f"{n}. {s.title}", "Client/Matter: -None-", "Search Terms: ferry")),
        "Search Type: Terms and Connectors",
        "Narrowed by:",
        "Content Type\tNarrowed by",
        "News\tSources: Norvik Courier; Timeline: Jan 01, 2024 to Mar 08, 2024",
    ]


def new_export(stories: Sequence[Story]) -> list[str]:
    """All paragraphs of an export of Nexis Uni."""
    return [*cover(stories), *(line for s in stories for line in (*new_document(s), "End of Document"))]


def wrap(text: str, width: int = 78) -> str:
    """A paragraph broken at the width of a page."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join((*lines, line))


def old_export(stories: Sequence[Story], width: int = 78) -> str:
    """An export of LexisNexis Academic as text: title under the date, copyright at the end."""
    out = ["\n\n\nDownload Request: All Documents\nTime Of Request: Friday, March 8, 2024  10:15:00 EST\n\nTerms: (ferry)\n\n"]
    for n, s in enumerate(stories, 1):
        out += [
            f"                               {n} of {len(stories)} DOCUMENTS\n\n\n",
            f"                            {s.outlet}\n",
            f"                             {s.date}\n                                 First Edition\n",
            f"{wrap(s.title, width)}\n",
            *([f"BYLINE: {s.byline}\n"] if s.byline else []),
            f"SECTION: {s.section}\n",
            "LENGTH: 543 words\n\n",
            *(f"{wrap(p, width)}\n" for p in s.body),
            "GRAPHIC: The ferry in the evening\n",
            "LOAD-DATE: March 5, 2024\n",
            "LANGUAGE: ENGLISH\n",
            "PUBLICATION-TYPE: Newspaper\n\n",
            "                    Copyright 2024 Courier Holdings AS\n                              All Rights Reserved\n",
        ]
    return "\n".join(out)


def coded(stories: Sequence[Story], between: str = "\t") -> str:
    """An export of Factiva with field codes, as text."""
    out = []
    for n, s in enumerate(stories):
        rows = {
            "SE": s.section,
            "HD": s.title,
            "BY": s.byline or "",
            "WC": "543 words",
            "PD": s.date,
            "ET": "22:15",
            "SN": s.outlet,
            "SC": "NVC",
            "LA": "English",
            "CY": "(c) 2024 Courier Holdings AS. All rights reserved.",
            "LP": s.body[0],
            "TD": "\n".join(s.body[1:]),
            "NS": "gacc : Accidents | gcat : Political/General News",
            "RE": "nor : Norway",
            "PUB": "Courier Holdings AS",
            "AN": f"Document {accession(n)}",
        }
        out += [f"{code}{between}{value}" for code, value in rows.items() if value]
        out.append("\f")
    return "\n".join(out)


def displayed(stories: Sequence[Story]) -> list[str]:
    """The lines of an export of Factiva without field codes."""
    out: list[str] = []
    for n, s in enumerate(stories):
        out += [
            s.title,
            *([f"By {s.byline}"] if s.byline else []),
            "1,543 words",
            s.date,
            "22:15",
            s.outlet,
            "NVC",
            "4",
            "English",
            "(c) 2024 Courier Holdings AS. All rights reserved.",
            *s.body,
            f"Document {accession(n)}",
            "",
        ]
    return [*out, "Search Summary", "Text\tferry", "Date\tIn the last year", "© 2024 Factiva, Inc. All rights reserved."]


def accession(n: int) -> str:
    """A number as Factiva gives them."""
    return f"NVC0000020240304ek34{n:05d}"


def as_docx(lines: Sequence[str], styles: dict[int, str] | None = None, bold: frozenset[int] = frozenset()) -> bytes:
    """A docx of these paragraphs; `styles` and `bold` by their place."""
    document = docx.Document()
    for n, line in enumerate(lines):
        paragraph = document.add_paragraph(style=(styles or {}).get(n))
        paragraph.add_run(line).bold = True if n in bold else None
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_rtf(lines: Sequence[str], bold: frozenset[int] = frozenset()) -> bytes:
    """An rtf of these paragraphs, as Factiva and Nexis write them."""
    out = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\colortbl;\red0\green0\blue0;}"]
    out.append(r"{\header Page 1 of 9\par}{\*\shppict{\pict\pngblip 89504e47}}")
    for n, line in enumerate(lines):
        words = "".join(_escaped(ch) for ch in line)
        out.append(f"\\pard {{\\b {words}}}\\par" if n in bold else f"\\pard {words}\\par")
    return ("\n".join(out) + "}").encode("ascii")


def _escaped(ch: str) -> str:
    if ch in "\\{}":
        return f"\\{ch}"
    if ch == "\t":
        return r"\tab "
    if ch < "\x7f":
        return ch
    units = ch.encode("utf-16-le")
    return "".join(f"\\u{int.from_bytes(units[i : i + 2], 'little', signed=True)}?" for i in range(0, len(units), 2))


def good(found: Sequence[Part | BadInput]) -> list[Part]:
    """The parts, none of which may be refused."""
    assert not [str(f) for f in found if isinstance(f, BadInput)]
    return [f for f in found if isinstance(f, Part)]


def paragraphs_of(part: Part) -> tuple[str, ...]:
    """The paragraphs of a part's report."""
    return tuple(part.data.decode().split("\n"))
