"""An edition as JSON: every span with its article, its offsets and its words. The form is documented in docs/collation.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from stemma.collating.edition import Cell, Edition, Piece
from stemma.model import Article, Collation, Noted, Passage, Span

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def letters(number: int) -> list[str]:
    """The first `number` sigla: A to Z, then AA, AB and so on."""
    out = []
    for n in range(number):
        name = ""
        while n >= 0:
            name, n = chr(65 + n % 26) + name, n // 26 - 1
        out.append(name)
    return out


def written(edited: Edition, collation: Collation) -> Json:
    """An edition as a value for `json.dumps`."""
    sentences: dict[str, list[Span]] = {}
    for sentence in collation.sentences:
        sentences.setdefault(sentence.article, []).append(sentence.span)
    names = dict(zip((a.id for a in edited.articles), letters(len(edited.articles)), strict=True))
    texts = {a.id: a.text for a in edited.articles}
    return {
        "by": collation.by,
        "base": names.get(edited.base),
        "articles": [_article(a, names[a.id], collation) for a in edited.articles],
        "rows": [
            {
                "number": entry.number,
                "id": entry.row,
                "articles": [names[a.id] for a in edited.articles if any(c.article == a.id for c in entry.cells)],
                "cells": [_cell(cell, names, texts, sentences) for cell in entry.cells],
            }
            for entry in edited.entries
        ],
    }


def _article(article: Article, letter: str, collation: Collation) -> Json:
    def value(noted: Noted | None) -> str | None:
        return noted.value if noted else None

    return {
        "letter": letter,
        "id": article.id,
        "source": article.source,
        "sha256": article.sha256,
        "url": article.url,
        "outlet": value(article.outlet),
        "title": value(article.title),
        "published": value(article.published),
        "sentences": sum(p.article == article.id for p in collation.sentences),
        "alone": sum(p.article == article.id for p in collation.alone),
    }


def _cell(cell: Cell, names: Mapping[str, str], texts: Mapping[str, str], sentences: Mapping[str, Sequence[Span]]) -> Json:
    def whole(at: Passage) -> Json:
        """The sentence of which the passage is a part, None where it is all of one."""
        held = next(s for s in sentences[at.article] if s.start <= at.span.start and at.span.end <= s.end)
        return None if held == at.span else _span(Passage(article=at.article, span=held), texts)

    return {
        "letter": names[cell.article],
        "sign": cell.sign,
        "against": {"letter": names[cell.against[0].article], "start": cell.against[0].span.start},
        "passages": [{"at": _span(p, texts), "part_of": whole(p)} for p in cell.passages],
        "variants": [_variant(p, texts) for p in cell.pieces if p.kind is not None],
    }


def _variant(piece: Piece, texts: Mapping[str, str]) -> Json:
    return {
        "kind": piece.kind,
        "here": _span(piece.at, texts) if piece.at else None,
        "there": _span(piece.was, texts) if piece.was else None,
    }


def _span(at: Passage, texts: Mapping[str, str]) -> Json:
    return {
        "article": at.article,
        "start": at.span.start,
        "end": at.span.end,
        "quote": texts[at.article][at.span.start : at.span.end],
    }
