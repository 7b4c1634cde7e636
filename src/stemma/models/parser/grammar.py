"""Texts -> words with tag, label, head and entity: what the parser makes of them, as plain lists.

The pipeline's own tagger and dependency parser run as they are; part of speech and lemma come from `words`, named entities from
`entities`, which give the pipeline's answers in less time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from stemma.models.parser import load
from stemma.models.parser.entities import Recogniser
from stemma.models.parser.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BATCH: Final = 64
"""How many texts are parsed side by side."""
_TOGETHER: Final = 16
"""Of how many texts the entities are found at once: the recogniser's memory grows with what it is given."""
_SPARED: Final = ("attribute_ruler", "lemmatizer", "ner")
_ATTRIBUTES: Final[list[int | str]] = ["ORTH", "LENGTH", "SPACY", "IS_SPACE", "SENT_START", "TAG", "DEP", "HEAD"]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One text by its words, white space included, an entry for each: where it stands, what it is, the word it hangs on (its own
    number: on none), whether it opens a sentence, and the label of the entity it is in ("": none), whose first word it may be."""

    starts: list[int]
    ends: list[int]
    spaces: list[bool]
    opens: list[bool]
    pos: list[str]
    lemmas: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    entities: list[str]
    begins: list[bool]


@lru_cache(maxsize=1)
def _helpers() -> tuple[Words, Recogniser]:
    nlp = load()
    return Words(nlp), Recogniser(nlp.get_pipe("ner"))


def grammars(texts: Sequence[str]) -> Iterator[Grammar]:
    """The grammar of each text, each read by itself; equal, word for word, to what `load()` gives.

    Raises `BadWeights` if the model is missing or not the expected one.
    """
    nlp = load()
    for at in range(0, len(texts), _BATCH):
        docs = list(nlp.pipe(texts[at : at + _BATCH], batch_size=_BATCH, disable=_SPARED))
        tables = [doc.to_array(_ATTRIBUTES).view(np.int64) for doc in docs]
        found = [e for k in range(0, len(docs), _TOGETHER) for e in _entities(docs[k : k + _TOGETHER], tables[k : k + _TOGETHER])]
        for doc, table, entities in zip(docs, tables, found, strict=True):
            yield _grammar(doc, table, entities)


def _entities(docs: Sequence[Doc], tables: Sequence[npt.NDArray[np.int64]]) -> list[list[tuple[int, int, str]]]:
    """(first word, last word, label) of the entities of each text."""
    found: list[list[tuple[int, int, str]]] = [[] for _ in docs]
    rows = np.concatenate(tables)
    opens = rows[:, 4] == 1
    firsts = np.cumsum([0, *(len(table) for table in tables)])
    opens[[first for first, table in zip(firsts, tables, strict=False) if len(table)]] = True
    of = np.searchsorted(firsts, np.arange(len(rows)), side="right") - 1
    for first, last, label in _helpers()[1].entities(docs, rows[:, 3] > 0, opens):
        text = int(of[first])
        found[text].append((first - int(firsts[text]), last - int(firsts[text]), label))
    return found


def _grammar(doc: Doc, table: npt.NDArray[np.int64], entities: Sequence[tuple[int, int, str]]) -> Grammar:
    name = doc.vocab.strings
    _, lengths, gaps, spaces, opens, _, _, heads = table.T
    orths, tags, deps = (column.view(np.uint64).tolist() for column in table.T[[0, 5, 6]])
    size = len(table)
    ends = np.cumsum(lengths + gaps) - gaps
    kinds = _helpers()[0].kinds(doc, orths, tags, deps)
    labels, begins = [""] * size, [False] * size
    for first, last, label in entities:
        labels[first : last + 1] = [label] * (last + 1 - first)
        begins[first] = True
    names = {n: name[n] for n in {*tags, *deps}}
    return Grammar(
        starts=(ends - lengths).tolist(),
        ends=ends.tolist(),
        spaces=(spaces > 0).tolist(),
        opens=(opens == 1).tolist(),
        pos=[pos for pos, _ in kinds],
        lemmas=[lemma for _, lemma in kinds],
        tags=[names[n] for n in tags],
        deps=[names[n] for n in deps],
        heads=(heads + np.arange(size)).tolist(),
        entities=labels,
        begins=begins,
    )
