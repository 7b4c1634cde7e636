"""A collation in the terminal: columns where each has room, else a block a row; marks say what colour says, too."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from stemma.collating.edition import Cell, Edition, Entry, Piece
from stemma.collating.written import letters
from stemma.dossier.names import count, label, published
from stemma.dossier.safe import oneline, plainly
from stemma.model import Article, Collation, Passage

LEAST: Final = 24
"""A column narrower than this cannot be read; then rows are set as blocks."""
NARROW: Final = 40
STYLES: Final[Mapping[str, str]] = {
    "added": "green",
    "dropped": "red",
    "replaced": "yellow",
    "moved": "cyan",
    "quote-altered": "bold magenta",
}
_MARKS: Final[Mapping[str, tuple[str, str]]] = {
    "added": ("+", "+"),
    "dropped": ("−", "−"),
    "replaced": ("~", "~"),
    "moved": ("‹", "›"),
    "quote-altered": ("«", "»"),
}
LEGEND: Final = (
    ("+added+", STYLES["added"]),
    ("−dropped−", STYLES["dropped"]),
    ("~replaced~", STYLES["replaced"]),
    ("‹moved›", STYLES["moved"]),
    ("«was → is» inside a quotation", STYLES["quote-altered"]),
    ("= word for word", ""),
    ("≈ in other words", ""),
    ("… part of a sentence", ""),
)
_LONG: Final = 9
"""Words from which on a dropped stretch is shown by its ends only."""
_GUTTER: Final = " │ "


class Sheet:
    """What is needed to print an edition: letters, texts, titles, sentences' ends, width."""

    def __init__(self, edited: Edition, collation: Collation, width: int | None, layout: str) -> None:
        self.edited = edited
        self.names = dict(zip((a.id for a in edited.articles), letters(len(edited.articles)), strict=True))
        self.texts = {a.id: a.text for a in edited.articles}
        self.titles = {a.id: a.title.span for a in edited.articles if a.title}
        self.starts = {(p.article, p.span.start) for p in collation.sentences}
        self.ends = {(p.article, p.span.end) for p in collation.sentences}
        self.width = max(NARROW, width or shutil.get_terminal_size((100, 24)).columns)
        self.console = Console(width=self.width, highlight=False, soft_wrap=True)
        self.order = [edited.base, *(a.id for a in edited.articles if a.id != edited.base)]
        self.column = (self.width - len(_GUTTER) * (len(self.order) - 1)) // max(1, len(self.order))
        self.columns = self.column >= LEAST if layout == "auto" else layout == "columns"

    def put(self, line: Text | str = "") -> None:
        """One line; never wrapped once more."""
        text = line if isinstance(line, Text) else Text(line)
        text.rstrip()
        self.console.print(text, no_wrap=True, overflow="ignore", crop=False)

    def wrapped(self, text: Text, width: int) -> list[Text]:
        """Lines of at most `width` cells; a line with words that run from right to left is kept from reordering its neighbours."""
        out = []
        for line in text.wrap(self.console, max(1, width)) or [Text()]:
            line.rstrip()
            if any(unicodedata.bidirectional(c) in {"R", "AL", "AN"} for c in line.plain):
                line = Text.assemble("\u2068", line, "\u2069")
            out.append(line)
        return out


def print_sheet(
    edited: Edition, collation: Collation, title: str, *, width: int | None = None, layout: str = "auto", after: Sequence[str] = ()
) -> None:
    """Print an edition: heading, key to the letters, legend, rows; `after` are lines for the foot.

    `width` in columns (default: the terminal's); `layout` "auto", "columns" or "blocks". Colours as the terminal has them.
    """
    sheet = Sheet(edited, collation, width, layout)
    for line in sheet.wrapped(Text(plainly(title), style="bold"), sheet.width):
        sheet.put(line)
    shared, alone = len(collation.rows), len(collation.alone)
    told = f"{count(len(edited.articles), 'report')} · {count(shared, 'row')} told by two or more · {alone} told by one only"
    for line in sheet.wrapped(Text(told), sheet.width):
        sheet.put(line)
    sheet.put()
    for article in edited.articles:
        for line in _key(sheet, article, collation):
            sheet.put(line)
    sheet.put()
    for line in _legend(sheet.width):
        sheet.put(line)
    show = _columns if sheet.columns else _block
    for single, run in groupby(edited.entries, key=lambda e: e.row is None and e.cells[0].article):
        entries = list(run)
        if single:
            _only(sheet, entries)
        else:
            for entry in entries:
                show(sheet, entry)
    if not edited.entries:
        sheet.put()
        sheet.put("(no rows of that kind)")
    sheet.put()
    for words in after:
        for line in sheet.wrapped(Text(plainly(words)), sheet.width):
            sheet.put(line)


def _legend(width: int) -> Iterator[Text]:
    """What the marks mean, as many to a line as fit."""
    line = Text()
    for words, style in LEGEND:
        if line and len(line) + 3 + len(words) > width:
            yield line
            line = Text()
        line.append("   " if line else "")
        line.append(words, style=style)
    yield line


def _key(sheet: Sheet, article: Article, collation: Collation) -> Iterator[Text]:
    """Letter, outlet, date and headline of an article, and that it is the base."""
    head = Text.assemble((f"{sheet.names[article.id]:>2} {label(article)}", "bold"))
    head.append(f" · {plainly(published(article))}")
    if article.id == sheet.edited.base:
        head.append(" · base: the others are told against it")
    title = oneline(plainly(article.title.value), 300) if article.title else "without a headline"
    lines = sheet.wrapped(Text.assemble(head, f" · {title}"), sheet.width - 3)
    for n, line in enumerate(lines):
        yield line if n == 0 else Text.assemble("   ", line)


def _rule(sheet: Sheet, words: str) -> Text:
    head = f"── {words} "
    return Text(head + "─" * max(0, sheet.width - cell_len(head)), style="dim")


def _only(sheet: Sheet, entries: Sequence[Entry]) -> None:
    """What one article alone says, passage after passage."""
    first, last = entries[0].number, entries[-1].number
    letter = sheet.names[entries[0].cells[0].article]
    sheet.put(_rule(sheet, f"{first}{f'–{last}' if last > first else ''} · only {letter}"))
    for entry in entries:
        _hang(sheet, letter, " ", _words(sheet, entry.cells[0]))


def _block(sheet: Sheet, entry: Entry) -> None:
    """A row as a block: a paragraph an article; those with the words of another are named beside it."""
    sheet.put(_rule(sheet, str(entry.number)))
    for cell in entry.cells:
        if cell.sign != "same":
            _hang(sheet, sheet.names[cell.article], *_told(sheet, cell, entry.cells[0]))
        same = [c for c in entry.cells if c.sign == "same" and c.against == cell.passages]
        if same:
            _hang(sheet, " ".join(sheet.names[c.article] for c in same), "=", Text(sheet.names[cell.article]))


def _hang(sheet: Sheet, letter: str, sign: str, words: Text) -> None:
    """Letter and sign in the margin, words beside them."""
    head = f"{letter:>2} {sign} "
    for n, line in enumerate(sheet.wrapped(words, sheet.width - cell_len(head))):
        sheet.put(Text.assemble((head if n == 0 else " " * cell_len(head), "bold"), line))


def _columns(sheet: Sheet, entry: Entry) -> None:
    """A row as a row of a table: a column an article, the base's first."""
    heads, columns = [], []
    for n, article in enumerate(sheet.order):
        cells = [c for c in entry.cells if c.article == article]
        head = [str(entry.number)] * (n == 0) + [sheet.names[article]] * bool(cells)
        if n and entry.cells[0].article == article:
            head.append("base")
        heads.append(f" {' · '.join(head)} " if head else "")
        lines: list[Text] = []
        for cell in cells:
            sign, words = _told(sheet, cell, entry.cells[0])
            lines += sheet.wrapped(Text.assemble(f"{sign} " if sign.strip() else "", words), sheet.column)
        columns.append(lines)
    rule = "─┬─".join(f"{'─' * bool(h)}{h}".ljust(sheet.column, "─") for h in heads)
    sheet.put(Text(rule, style="dim"))
    for n in range(max(len(c) for c in columns)):
        line = Text()
        for k, column in enumerate(columns):
            own = column[n] if n < len(column) else Text()
            line.append_text(own)
            line.append(" " * max(0, sheet.column - cell_len(own.plain.strip("\u2068\u2069"))))
            if k + 1 < len(columns):
                line.append(_GUTTER, style="dim")
        sheet.put(line)


def _told(sheet: Sheet, cell: Cell, base: Cell) -> tuple[str, Text]:
    """The sign of a reading, and its words."""
    if cell.sign == "same":
        return "=", Text(_name(sheet, cell.against))
    words = _words(sheet, cell)
    if cell.sign == "edited" and cell.against != base.passages:
        words = Text.assemble((f"[like {_name(sheet, cell.against)}] ", "dim"), words)
    return ("≈" if cell.sign == "otherwise" else " "), words


def _name(sheet: Sheet, passages: Sequence[Passage]) -> str:
    """Whose words, for a reader."""
    name = sheet.names[passages[0].article]
    return f"{name}'s headline" if _headline(sheet, passages) else name


def _headline(sheet: Sheet, passages: Sequence[Passage]) -> bool:
    title = sheet.titles.get(passages[0].article)
    return title is not None and title.start <= passages[0].span.start < title.end


def _words(sheet: Sheet, cell: Cell) -> Text:
    """The words of a cell with their marks; of one that says it otherwise only what was changed inside quotations is marked."""
    out = Text()
    if _headline(sheet, cell.passages):
        out.append("[headline] ", style="dim")
    passages = iter(cell.passages)
    here = next(passages)
    if (cell.article, here.span.start) not in sheet.starts:
        out.append("… ")
    for piece in cell.pieces:
        at = piece.at
        if at is not None and at.span.start >= here.span.end:
            gap = sheet.texts[cell.article][here.span.end : at.span.start]
            out.append(" " if not gap.strip() else " […] ")
            here = next(passages)
        _append(out, sheet, piece, plain=cell.sign == "otherwise")
    if (cell.article, cell.passages[-1].span.end) not in sheet.ends:
        out.rstrip()
        out.append(" …")
    return out


def _append(out: Text, sheet: Sheet, piece: Piece, *, plain: bool) -> None:
    """One piece with its marks, a space around what is not there in print."""
    now, was = _said(sheet, piece.at), _said(sheet, piece.was)
    kind = piece.kind
    if kind is None or (plain and kind != "quote-altered"):
        out.append(now)
        return
    opening, closing = _MARKS[kind]
    if kind == "dropped":
        words = _short(was)
    elif kind == "quote-altered":
        words = f"{_short(was) or '∅'} → {now or '∅'}"
    else:
        words = now
    if piece.at is None and out.plain and not out.plain[-1].isspace():
        out.append(" ")
    out.append(f"{opening}{words}{closing}", style=STYLES[kind])
    if piece.at is None:
        out.append(" ")


def _said(sheet: Sheet, at: Passage | None) -> str:
    """Words as one line, safe for a terminal; space at either end stays."""
    if at is None:
        return ""
    raw = sheet.texts[at.article][at.span.start : at.span.end]
    flat = plainly(" ".join(raw.split()))
    return f"{' ' if raw[0].isspace() else ''}{flat}{' ' if flat and raw[-1].isspace() else ''}"


def _short(words: str) -> str:
    """A long stretch by its first and last words."""
    parts = words.split()
    return words if len(parts) < _LONG else f"{' '.join(parts[:4])} … {' '.join(parts[-3:])}"
