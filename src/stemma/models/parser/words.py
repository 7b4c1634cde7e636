"""What a word is by itself: part of speech and lemma, worked out once for every word with the same tag.

spaCy's attribute ruler walks 180 patterns over every text, a fifth of the time of a parse, though nearly all of them look at one
word, its tag and now and then its label only. Here the ruler and the lemmatizer are shown each word once, alone; a text on which
a pattern of several words fits goes through both of them as it always did. The answers are theirs in either case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from spacy.matcher import Matcher
from spacy.tokens import Doc

_ALONE: Final = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""What a pattern of one word may ask for and still be answered by the word, its tag and its label."""
_KEPT: Final = 100_000
"""How many words are remembered; a process that reads more starts anew, so that memory stays bounded."""

_ANY: Final = "dep"
"""The label of a word whose label no pattern asks for."""

Kind = tuple[str, str]
"""Part of speech and lemma."""


class Words:
    """The ruler and the lemmatizer of a pipeline (spaCy's `Language`), asked once a word."""

    def __init__(self, nlp: Any) -> None:
        self._vocab = nlp.vocab
        self._ruler = nlp.get_pipe("attribute_ruler")
        self._lemmatizer = nlp.get_pipe("lemmatizer")
        self._known: dict[tuple[int, int] | tuple[int, int, int], Kind] = {}
        # Tags and words of which some pattern also asks for the label in the grammar; labels that one asks of all words.
        self._tags: set[str] = set()
        self._words: set[str] = set()
        self._labels: set[int] = set()
        self._wide = Matcher(nlp.vocab)
        for n, rule in enumerate(self._ruler.patterns):
            for pattern in rule["patterns"]:
                if len(pattern) > 1 or not _ALONE.issuperset(pattern[0]) or not self._answers(pattern[0]):
                    self._wide.add(str(n), [pattern])

    def kinds(self, doc: Doc, orths: Sequence[int], tags: Sequence[int], deps: Sequence[int]) -> list[Kind]:
        """Part of speech and lemma of every word of `doc`, whose words, tags and labels are given as numbers of its vocabulary."""
        if self._wide(doc, allow_missing=True):
            return [(token.pos_, token.lemma_) for token in self._lemmatizer(self._ruler(doc))]
        get, look, labels = self._known.get, self._look, self._labels
        rows = zip(orths, tags, deps, strict=True)
        return [get((o, t, d) if d in labels else (o, t)) or look(o, t, d) for o, t, d in rows]

    def _answers(self, asked: Mapping[str, object]) -> bool:
        """Whether a word alone can answer a pattern; notes what words it asks for their label. White space is no word."""
        if "DEP" not in asked or "IS_SPACE" in asked:
            return True
        tags, words, labels = (_named(asked.get(name)) for name in ("TAG", "LOWER", "DEP"))
        if tags:
            self._tags.update(tags)
        elif words:
            self._words.update(words)
        else:
            self._labels.update(self._vocab.strings[label] for label in labels)
        return bool(tags or words or labels)

    def _look(self, orth: int, tag: int, dep: int) -> Kind:
        """What a word is whose word and tag alone are not known to tell."""
        name, known = self._vocab.strings, self._known
        labelled = dep in self._labels or name[tag] in self._tags or name[orth].lower() in self._words
        key = (orth, tag, dep) if labelled else (orth, tag)
        if key not in known:
            if len(known) >= _KEPT:
                known.clear()
            label = name[dep] if labelled else _ANY
            doc = Doc(self._vocab, words=[name[orth]], spaces=[False], tags=[name[tag]], deps=[label], heads=[0])
            token = self._lemmatizer(self._ruler(doc))[0]
            known[key] = (token.pos_, token.lemma_)
        return known[key]


def _named(asked: object) -> Sequence[str]:
    """The values that a condition of a pattern names, one of which a word must have; none if it asks in another way."""
    if isinstance(asked, str):
        return (asked,)
    return asked["IN"] if isinstance(asked, Mapping) and set(asked) == {"IN"} else ()
