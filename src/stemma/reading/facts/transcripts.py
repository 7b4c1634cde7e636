"""Is this page the record of what was said: a transcript of an interview, a hearing, a briefing, a speech?

Signs: most paragraphs begin with the name of who speaks ("NAME: ...") and the names come back; a heading that says "transcript";
for a speech a note that it was taken down as delivered, or the marks of the room ("(Applause.)").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from stemma.model import Line

_LOUD: Final = r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*|Mc[A-Z]+)"
_LABEL: Final = re.compile(
    rf"^(?:(?P<loud>(?:(?:Ms|Mr|Mrs|Dr)\. )?{_LOUD}(?: {_LOUD}){{0,4}})(?:,? ?\([^)]{{2,60}}\)|, [A-ZÀ-Þ][^:.]{{2,60}})?"
    r"|(?P<calm>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]*){1,3}))(?: ?\[\d[\d:]*\])?: ?(?=\S)"
)
_HEADING: Final = re.compile(
    r"^\W*(?:(?:full|rush|complete|edited|unedited|read the(?: full)?|official) )?transcripts?\b(?!.*\b(?:show|reveal|said|say)\b)"
    r"|\b(?:full|rush) transcript\b|\btranscript\W*$|^\W*(?:this is a rush transcript|the following is (?:a|an|the) "
    r"(?:\w+ )?transcript)",
    re.IGNORECASE,
)
_DELIVERED: Final = re.compile(r"\b(?:as (?:delivered|prepared for delivery)|check against delivery)\b", re.IGNORECASE)
_SPEECH: Final = re.compile(
    r"^(?:remarks|speech|address|testimony|opening statement)\b.{0,40}\b(?:by|of|from)\b|"
    r"\b[’']s (?:full )?(?:speech|remarks|address) (?:to|at|on)\b",
    re.IGNORECASE,
)
_ROOM: Final = re.compile(r"[(\[](?:applause|laughter|crosstalk|inaudible|cheers and applause)[.)\]]", re.IGNORECASE)
_NOT_NAMES: Final = re.compile(
    r"^(?:UPDATE|BREAKING|EXCLUSIVE|WATCH|READ|NOTE|CORRECTION|PHOTOS?|VIDEO|ALSO|MORE|RELATED|SOURCE|CONTACT|FAQ|Q|A|"
    r"(?:Read|See|Read More|Read Also|Editor|Photo|Image|Source|Updated|Published|Related|Note)\b.*)$"
)


def is_transcript(text: str, lines: Sequence[Line]) -> bool:
    """Whether the lines of a page record speech. Careful: an interview set as questions and answers alone is a report."""
    inside = [n for n, line in enumerate(lines) if line.role in ("body", "subhead")]
    if not inside:
        return False
    told = [text[line.span.start : min(line.span.end, line.span.start + 300)] for line in lines]
    near = [t for n, t in enumerate(told[: inside[0] + 2]) if n >= inside[0] - 8 or lines[n].role == "title"]
    titles = [told[n] for n, line in enumerate(lines) if line.role == "title"]
    headed = any(_HEADING.search(t) and len(t.split()) <= 25 for t in near)
    report = [told[n] for n in range(inside[0], inside[-1] + 1) if len(told[n].split()) > 3]
    loud, calm = Counter[str](), Counter[str]()
    for t in report:
        if (m := _LABEL.match(t)) and not _NOT_NAMES.match(m["loud"] or m["calm"]):
            # "ANN BELL, HOST" comes back as "BELL".
            (loud if m["loud"] else calm)[(m["loud"] or m["calm"]).split()[-1]] += 1
    # Guides and tables have labels in small letters, too.
    labels = loud + calm if headed else loud
    said, again = sum(labels.values()), sum(n > 1 for n in labels.values())
    if again >= 2 and said >= (4 if headed else 6) and said >= (0.25 if headed else 0.4) * len(report):
        return True
    speech = headed or any(_SPEECH.search(t) for t in titles)
    return speech and any(_DELIVERED.search(t) or _ROOM.search(t) for t in (*near, *told[inside[0] : inside[-1] + 1]))
