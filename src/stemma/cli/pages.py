"""A page in the terminal: what was read off it, and every line with what it was taken for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from stemma.dossier.safe import oddities, plainly
from stemma.model import Article, Credit, Line, Noted, Span, Statement

STYLES: Final = {
    "title": "bold cyan",
    "byline": "magenta",
    "dateline": "blue",
    "body": "green",
    "subhead": "bold green",
    "caption": "yellow",
    "chrome": "bright_black",
}
"""How each role looks; without colour the word in the margin says it."""
_MARGIN: Final = 9
_LEAST: Final = 40


def show_page(article: Article, *, first: bool, width: int | None = None) -> None:
    """Print a page: its facts and how each was found, then its lines, each with its role; agencies underlined where they stand.

    `width` in columns, default: the terminal's. Colours as the terminal has them (NO_COLOR and FORCE_COLOR are honoured).
    """
    console = Console(width=width or max(_LEAST, shutil.get_terminal_size((100, 24)).columns), highlight=False, soft_wrap=False)
    if not first:
        console.print()
    console.print(Text(plainly(article.source), style="bold underline"))
    for name, value, how in facts(article):
        console.print(_hanging(Text(name, style="dim"), [(value, "")], f"  {how}" if how else "", console.width))
    console.print()
    last: Line | None = None
    for line in article.lines:
        if last is not None and "\n\n" in article.text[last.span.end : line.span.start]:
            console.print()
        last = line
        console.print(
            _hanging(
                Text(line.role, style=STYLES[line.role]),
                list(_pieces(article, line.span, STYLES[line.role])),
                "",
                console.width,
            )
        )
    if not article.lines:
        console.print(Text("(no lines)", style="dim"))


def facts(article: Article) -> Iterator[tuple[str, str, str]]:
    """(name, value, how it was found) of what the page says of itself, credits one by one, versions and notes last."""
    told: Sequence[tuple[str, Noted | None]] = (
        ("title", article.title),
        ("outlet", article.outlet),
        ("byline", article.byline),
        ("dateline", article.dateline),
        ("published", article.published),
        ("modified", article.modified),
        ("section", article.section),
        ("issuer", article.issuer),
    )
    for name, noted in told:
        if noted is not None:
            yield name, noted.value, noted.how
        elif name in ("title", "outlet", "byline", "published"):
            yield name, "not known", ""
    if article.authors:
        yield "authors", ", ".join(article.authors), ""
    if article.url:
        yield "address", article.url, ""
    yield "kind", article.kind.replace("-", " "), ""
    yield "language", article.language, ""
    for credit in article.credits:
        yield "credit", f"{credit.agency} ({credit.kind})", _credit_how(credit)
    for step in article.history:
        yield "history", " ".join(filter(None, (step.time, step.action, step.party, step.item))), step.how
    for version in article.earlier:
        yield "earlier", f"{version.time or 'at a time not known'}: {version.title or version.source}", version.id
    if article.updates:
        yield "entries", str(len(article.updates)), "of a live blog"
    words = sum(len(article.text[s.start : s.end].split()) for s in article.body)
    yield "report", f"{words} words in {len(article.body)} of {len(article.lines)} lines", ""
    yield "id", article.id, f"page {article.sha256}"
    for note in article.notes:
        yield "note", note, ""


def _credit_how(credit: Credit) -> str:
    return credit.how if credit.span else f"{credit.how}; not in the text"


def _pieces(article: Article, span: Span, style: str) -> Iterator[tuple[str, str]]:
    """The words of a line, agencies underlined."""
    at = span.start
    for credit in sorted((c for c in article.credits if c.span), key=lambda c: (c.span or span).start):
        own = credit.span
        if own is None or own.start < at or own.end > span.end:
            continue
        yield article.text[at : own.start], style
        yield article.text[own.start : own.end], f"{style} underline"
        at = own.end
    yield article.text[at : span.end], style


def _hanging(label: Text, pieces: Sequence[tuple[str, str]], after: str, width: int) -> Text:
    """A label in the margin and words beside it, wrapped within their column."""
    words = Text()
    for piece, style in pieces:
        words.append(piece, style=style)
    if after:
        words.append(after, style="dim")
    out = Text()
    wrapped = _plainly(words).wrap(Console(width=width), max(_LEAST // 2, width - _MARGIN - 2)) or [Text()]
    for n, line in enumerate(wrapped):
        if n:
            out.append("\n" + " " * (_MARGIN + 2))
        else:
            out.append_text(label)
            out.append(" " * (_MARGIN + 2 - len(label)))
        line.rstrip()
        out.append_text(line)
    return out


def _plainly(words: Text) -> Text:
    """The words with every hiding character written out, in its own style."""
    out, at = Text(), 0
    for start, end, instead, _ in oddities(words.plain):
        out.append_text(words[at:start])
        mark = words[start:end]
        mark.plain = f"[{instead}]"
        out.append_text(mark)
        at = end
    return out.append_text(words[at:]) if at else words


LAYERS: Final = {"content": "green", "cue": "bold yellow", "source": "bold cyan", "hedge": "magenta"}
"""How each part of a statement looks; where two meet, the later of the table is shown."""


def show_statements(article: Article, statements: Sequence[Statement], *, width: int | None = None) -> None:
    """Print the report paragraph by paragraph, content, cue, source and hedges coloured, and under each paragraph the chains of
    its statements in the margin: number, stance, chain. Without colour, each content is put between ⟦n and ⟧.
    """
    console = Console(width=width or max(_LEAST, shutil.get_terminal_size((100, 24)).columns), highlight=False, soft_wrap=False)
    console.print(Text(plainly(article.source), style="bold underline"))
    ordered = sorted(statements, key=lambda s: (s.content[0], s.id))
    title = (article.title.span,) if article.title and article.title.span else ()
    for paragraph in (*title, *article.body):
        here = [(n, s) for n, s in enumerate(ordered, 1) if paragraph.start <= s.content[0].start < paragraph.end]
        console.print()
        console.print(_plainly(_painted(article.text, paragraph, here, plain=console.no_color or not console.is_terminal)))
        for n, statement in here:
            console.print(_hanging(Text(f"{n:>4} ", style="dim"), list(_told(statement)), "", console.width))
    console.print()


def _told(statement: Statement) -> Iterator[tuple[str, str]]:
    """Stance, chain and quotation of a statement for the margin."""
    yield f"{statement.stance} ", "bold red" if statement.stance != "asserts" else "dim"
    if not statement.chain:
        yield "the outlet's own words" if not statement.cue else "source not known", "dim"
    for n, hop in enumerate(statement.chain):
        if n:
            yield " → ", "dim"
        names = ", ".join(f"{v.name}{f' ×{v.count}' if v.count > 1 else ''}" for v in hop.voices)
        yield names, LAYERS["source"]
        yield f" ({hop.voices[0].kind})", "dim"
    yield f"  {statement.quotation}", "dim"


def _painted(text: str, paragraph: Span, here: Sequence[tuple[int, Statement]], *, plain: bool) -> Text:
    """A paragraph with its layers; with brackets around contents where there is no colour."""
    marks: list[tuple[int, int, str]] = []
    for n, statement in here:
        last = len(statement.content) - 1
        for k, span in enumerate(statement.content):
            if plain:
                marks.append((span.start, 1, f"⟦{n} " if k == 0 else "⟦… "))
                marks.append((span.end, 0, "⟧" if k == last else " …⟧"))
    out = Text()
    at = paragraph.start
    offsets: list[tuple[int, int]] = [(paragraph.start, 0)]
    for where, _, words in sorted(marks):
        if where > paragraph.end:
            continue
        out.append(text[at:where])
        at = max(at, where)
        out.append(words)
        offsets.append((where, offsets[-1][1] + len(words)))
    out.append(text[at : paragraph.end])

    def shift(position: int) -> int:
        return position - paragraph.start + next(moved for where, moved in reversed(offsets) if where <= position)

    for layer, style in LAYERS.items():
        for _, statement in here:
            spans = {
                "content": statement.content,
                "cue": (statement.cue,),
                "source": (statement.source,),
                "hedge": statement.hedges,
            }[layer]
            for part in spans:
                if part is not None and paragraph.start <= part.start and part.end <= paragraph.end:
                    out.stylize(style, shift(part.start), shift(part.end))
    return out
