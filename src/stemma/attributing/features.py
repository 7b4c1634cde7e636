"""What the tagger sees of a text: strings that tell of a word as a possible cue, and of a word as seen from a cue."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from stemma.attributing import rules
from stemma.attributing.bundles import Bundles, Names
from stemma.attributing.cues import classes
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import Quote
from stemma.attributing.trees import SUBJECTS, Tree

REACH = 220
"""How many tokens a window may reach beyond the cue's sentence, on either side."""
_CANDIDATES = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV", "ADP", "SCONJ", "PROPN", "INTJ", "X"})
_BREAKS = frozenset({",", "–", "—", ";", "-", "--", ":"})
_CHAIN = 4
_FAR = 1000
_VERBS = frozenset({"VERB", "AUX"})
_WORDED = frozenset({"prep", "advmod", "aux", "prt", "neg", "mark", "det", "amod", "nsubj", "dobj", "auxpass", "poss"})
_NOUNS = frozenset({"poss", "dobj", "dative"})
_CLAUSES = frozenset({"ccomp", "xcomp", "acl"})
_MARKS = frozenset({"mark", "aux"})
_GOVERNED = frozenset({"conj", "advcl", "xcomp", "ccomp", "relcl", "acl", "pcomp"})
_CUE_SHAPE = frozenset({"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "prep", "dative", "acl", "agent", "prt", "oprd"})
_ROLE_SHAPE = frozenset({"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "parataxis", "prep", "agent", "poss", "acl"})
T = TypeVar("T")


def _same(names: Names) -> Names:
    return names


_BY_NAME = Bundles(_same)


class View:
    """An article's tree with its quotations: everything that the features of one word are read from."""

    def __init__(self, tree: Tree, quotes: tuple[Quote, ...]) -> None:
        self.tree, self.tokens, self.quotes = tree, tree.tokens, quotes
        self.inside = rules.quoted(tree, quotes)
        known = {lemma: classes(lemma) for lemma in dict.fromkeys(t.lemma for t in self.tokens)}
        self.classes = [known[t.lemma] for t in self.tokens]
        self.marks = {m for q in quotes if q.depth == 0 for s in (q.span,) for m in (s.start, s.end - 1)}

    @cached_property
    def ruled(self) -> dict[int, str]:
        """Anchors that the rules find, with the heading they stand under."""
        return {f.anchor: f.kind for f in self.framed}

    @cached_property
    def framed(self) -> tuple[Frame, ...]:
        """The attributions that the rules find, by place of their anchor."""
        return rules.frames(self.tree, self.quotes)

    @cached_property
    def lemmas(self) -> list[str]:
        """Lemmas; figures look alike."""
        return ["#" if t.text[:1].isdigit() else t.lemma for t in self.tokens]

    def word(self, i: int) -> str:
        """The lemma at `i`, or a mark for beyond the text."""
        return self.lemmas[i] if 0 <= i < len(self.tokens) else "^"

    def pos(self, i: int) -> str:
        """The part of speech at `i`, or a mark for beyond the text."""
        return self.tokens[i].pos if 0 <= i < len(self.tokens) else "^"

    def candidates(self) -> list[int]:
        """Tokens that could be the main word of a cue."""
        return [i for i, t in enumerate(self.tokens) if t.pos in _CANDIDATES or t.text == ":"]

    def cue(self, i: int) -> list[str]:
        """Features of `i` as the main word of a cue, by name."""
        return self.cue_features(i, _BY_NAME)

    def cue_features(self, i: int, bundles: Bundles[T]) -> list[T]:
        """Features of `i` as the main word of a cue, as `bundles` has them."""
        tokens, tree = self.tokens, self.tree
        token, lemma, own = tokens[i], self.lemmas[i], self.inside[i]
        head, pos, dep = tokens[token.head], token.pos, token.dep
        first, last = tree.sentence[token.sentence]
        before, after = self.word(i - 1), self.word(i + 1)
        out = list(bundles.word[lemma, token.text, pos, token.tag, dep, token.entity, bool(own), self.classes[i]])
        out += bundles.head[head.pos, head.dep, dep]
        opening = self._sort(i - 1), self._sort(i + 1)
        out += bundles.opening[*opening, pos]
        out += bundles.of(
            (
                f"h={head.lemma}|{dep}",
                f"hw={head.lemma}|{lemma}",
                f"suw={opening[0]}~{opening[1]}|{lemma}",
                f"-1={before}",
                f"+1={after}",
                f"-2={self.word(i - 2)}",
                f"+2={self.word(i + 2)}",
                f"w+1={lemma}|{after}",
                f"w-1={before}|{lemma}",
            )
        )
        out += bundles.parts[self.pos(i - 2), self.pos(i - 1), self.pos(i + 1), self.pos(i + 2)]
        out += bundles.left[min(last - 1 - i, 4), pos, token.text[-2:], opening[0]]
        group = "+".join(self.classes[i]) or pos
        deps = set()
        for c in tree.children[i]:
            kid = tokens[c]
            if kid.dep == "punct":
                continue
            deps.add(kid.dep)
            out += bundles.child[kid.dep, kid.pos, lemma, group]
            if kid.dep in _WORDED:
                out += bundles.of((f"cl={kid.dep}|{kid.lemma}", f"clw={kid.dep}|{kid.lemma}|{lemma}"))
            if kid.dep in SUBJECTS or kid.dep in _NOUNS:
                out += bundles.speaker[kid.dep, kid.entity or kid.pos, c < i]
            if kid.dep in _CLAUSES:
                marks = [tokens[g].lemma for g in tree.children[c] if tokens[g].dep in _MARKS]
                out += bundles.of((*(f"cm={kid.dep}|{m}|{group}" for m in marks[:2]), f"co={kid.dep}|{c < i}|{group}"))
        out += bundles.shape["+".join(sorted(deps & _CUE_SHAPE)), pos, group, lemma]
        source = rules.source_of(tree, i) if pos in _VERBS else []
        if source:
            top = tokens[min(source, key=lambda j: tree.depth[j])]
            out += bundles.subject[top.entity or top.pos, top.lemma, group]
        else:
            out += bundles.of((f"so=none|{pos}",))
        others = len(set(self.inside[max(first, i - 12) : min(last, i + 12)]) - {0, own})
        out += bundles.quotes[min(2, others), bool(own), group, self._quote_near(i, -1), self._quote_near(i, 1), pos]
        out += bundles.place[tree.parsed.paragraph_of[token.sentence] == 0, pos, i == first, i == last - 1]
        if i in self.ruled:
            out += bundles.of((f"r={self.ruled[i]}", f"rw={lemma}"))
        if dep in _GOVERNED:
            out += bundles.governor[dep, token.head in self.ruled, "+".join(self.classes[token.head]), group]
        return out

    def _quote_near(self, i: int, step: int) -> str:
        """How far the next quotation is in one direction: near, far or none, within a dozen tokens."""
        other = self._others[step > 0][i]
        away = _FAR if other is None else abs(other - i)
        return "none" if away > 12 else "near" if away <= 4 else "far"

    @cached_property
    def _others(self) -> tuple[list[int | None], list[int | None]]:
        """For each token the nearest one before it, and the nearest after it, that stands in a quotation other than its own."""
        places = range(len(self.tokens))
        return self._nearest(places), self._nearest(reversed(places))[::-1]

    def _nearest(self, places: Iterable[int]) -> list[int | None]:
        """For each place the last of those before it, in the order given, that stands in another quotation."""
        out: list[int | None] = []
        last: int | None = None  # the last token in a quotation
        other: int | None = None  # the last one in another than that
        for i in places:
            own = self.inside[i]
            out.append(other if last is not None and own == self.inside[last] else last)
            if own:
                if last is not None and self.inside[last] != own:
                    other = last
                last = i
        return out

    def window(self, i: int) -> tuple[int, int]:
        """The tokens that may belong to the attribution cued at `i`, as a half-open range.

        Its sentence, the quotations that touch it, what a colon at the end of its paragraph introduces, and the paragraph that
        a line such as "- A. Name" signs.
        """
        tokens, inside, tree = self.tokens, self.inside, self.tree
        home = tokens[i].sentence
        first, last = tree.sentence[home]
        floor, ceiling = max(0, first - REACH), min(len(tokens), last + REACH)
        low = self._quoted_from(first, floor)
        j = low - 1
        while j >= floor and not self._wordy(j) and low - j < 4:
            j -= 1
        if j >= floor and inside[j] and inside[j] != inside[low] and self._same_paragraph(j, i):
            low = self._quoted_from(j, floor)
        high = self._quoted_to(last, ceiling)
        j = high
        while j < ceiling and not self._wordy(j) and j - high < 4:
            j += 1
        ends_paragraph = last >= len(tokens) or not self._same_paragraph(last, i)
        if j < ceiling and inside[j] and self._same_paragraph(j, i):
            high = self._quoted_to(j + 1, ceiling)
        elif ends_paragraph and last < len(tokens) and any(t.text == ":" for t in tokens[max(first, last - 3) : last]):
            high = self._quoted_to(self._paragraph(last)[1], ceiling)
        starts_paragraph = first == 0 or not self._same_paragraph(first - 1, i)
        if starts_paragraph and ends_paragraph and first > 0 and last - first <= 12 and tokens[first].text[0] in "-–—―":
            low = self._paragraph(first - 1)[0]
        begin = tree.sentence[tokens[low].sentence][0]
        return max(floor, begin), min(high, ceiling)

    def _wordy(self, i: int) -> bool:
        return any(c.isalnum() for c in self.tokens[i].text)

    def _same_paragraph(self, i: int, j: int) -> bool:
        paragraph = self.tree.parsed.paragraph_of
        return paragraph[self.tokens[i].sentence] == paragraph[self.tokens[j].sentence]

    def _paragraph(self, i: int) -> tuple[int, int]:
        """The tokens of the paragraph of `i`."""
        paragraph, sentence = self.tree.parsed.paragraph_of, self.tokens[i].sentence
        low = high = sentence
        while low > 0 and paragraph[low - 1] == paragraph[sentence] and sentence - low < REACH:
            low -= 1
        while high + 1 < len(paragraph) and paragraph[high + 1] == paragraph[sentence] and high - sentence < REACH:
            high += 1
        return self.tree.sentence[low][0], self.tree.sentence[high][1]

    def _quoted_from(self, i: int, floor: int) -> int:
        """The first token of the quotation that `i` stands in, else `i`."""
        while (
            i > floor
            and self.inside[i]
            and (
                self.inside[i - 1] == self.inside[i] or (i > 1 and not self._wordy(i - 1) and self.inside[i - 2] == self.inside[i])
            )
        ):
            i -= 1
        return i

    def _quoted_to(self, end: int, ceiling: int) -> int:
        """The end of the quotation that the token before `end` stands in, else `end`."""
        inside = self.inside
        while end < ceiling and inside[end - 1] and inside[end] == inside[end - 1]:
            end += 1
        while end + 1 < ceiling and inside[end - 1] and not self._wordy(end) and inside[end + 1] == inside[end - 1]:
            end += 2
            while end < ceiling and inside[end] == inside[end - 1]:
                end += 1
        return end

    def roles(self, i: int) -> list[list[str]]:
        """Features of every token of the window of `i`, as seen from the cue `i`, by name."""
        return self.role_features(i, _BY_NAME)

    def role_features(self, i: int, bundles: Bundles[T]) -> list[list[T]]:
        """Features of every token of the window of `i`, as seen from the cue `i`, as `bundles` has them."""
        tokens, tree, inside, lemmas = self.tokens, self.tree, self.inside, self.lemmas
        low, high = self.window(i)
        anchor, lemma = tokens[i], lemmas[i]
        group = "+".join(self.classes[i]) or anchor.pos
        source = set(rules.source_of(tree, i))
        paragraph = tree.parsed.paragraph_of
        end = tree.sentence[anchor.sentence][1]
        colon = any(t.text == ":" for t in tokens[max(i, end - 3) : end])
        shape = "+".join(sorted({tokens[c].dep for c in tree.children[i]} & _ROLE_SHAPE))
        segment, verbs, that, wordy = self._surface(low, high)
        home, own, counted, told = segment[i - low], inside[i], verbs[i - low], that[i - low]
        opening = f"{self._sort(i - 1)}~{self._sort(i + 1)}"
        out: list[list[T]] = []
        previous_top = -1
        for j, (place, label, top, way) in zip(range(low, high), self._branches(i, low, high), strict=True):
            token = tokens[j]
            pos = token.pos
            side = "<" if j < i else ">" if j > i else "="
            distance = abs(j - i)
            near = distance if distance <= 3 else 4 if distance <= 6 else 7 if distance <= 12 else 13 if distance <= 30 else 31
            apart = max(-3, min(3, token.sentence - anchor.sentence))
            leap = max(-2, min(2, paragraph[token.sentence] - paragraph[anchor.sentence]))
            quote = "0" if not inside[j] else "c" if inside[j] == own else "q"
            far = min(abs(segment[j - low] - home), 4)
            between = min(abs(verbs[j - low] - counted), 3)
            marked = j > i and that[j - low] > told
            key = f"{place}{label}{side}"
            seen = list(bundles.word_here[lemmas[j],])
            seen += bundles.word_before[lemmas[j - 1] if j else "^",]
            seen += bundles.word_after[self.word(j + 1),]
            seen += bundles.plain[token.tag, token.dep, token.entity, token.entity_start, self.pos(j - 1), pos, self.pos(j + 1)]
            seen += bundles.distance[side, near, group, pos, lemma]
            seen += bundles.heading["+".join(self.classes[j]), side, near]
            seen += bundles.branch[key, group, lemma, shape, anchor.dep]
            seen += bundles.seen[key, label, quote, j == tree.edges[top][0], pos, top == previous_top, j in source, j in self.ruled]
            seen += bundles.way[way, side, place, quote]
            seen += bundles.of((f"byw={way}{side}{place}|{lemma}", f"bl={key}|{tokens[top].lemma}", f"wk={lemmas[j]}|{key}"))
            seen += bundles.apart[apart, quote, side, group, leap, colon]
            sign = token.text[:1] if pos == "PUNCT" else ""
            after = bool(inside[j + 1]) if j + 1 < len(tokens) else False
            seen += bundles.marks[token.start in self.marks, quote, sign, bool(inside[j - 1]) if j else False, after]
            seen += bundles.surface[side, far, between, marked, wordy[j - low], quote, group, lemma, opening]
            out.append(seen)
            previous_top = top
        return out

    def _branches(self, i: int, low: int, high: int) -> list[tuple[int, str, int, str]]:
        """For each token of the window where the way up from it meets the chain of heads of `i`: the rank there, the label and
        the token of the last step, the labels of the way."""
        tokens = self.tokens
        chain = [i]
        while len(chain) < _CHAIN and tokens[chain[-1]].head != chain[-1]:
            chain.append(tokens[chain[-1]].head)
        rank = {t: n for n, t in enumerate(chain)}
        branches: dict[int, tuple[int, str, int, str]] = {}

        def branch(j: int) -> tuple[int, str, int, str]:
            if j in rank:
                return rank[j], "self", j, "self"
            path: list[int] = []
            while j not in branches and j not in rank and tokens[j].head != j:
                path.append(j)
                j = tokens[j].head
            if j not in branches and j not in rank:
                branches[j] = (9, tokens[j].dep, j, "out")
            found = branches.get(j)
            for step in reversed(path):
                label = tokens[step].dep
                if found is None:
                    found = (rank[j], label, step, label)
                else:
                    found = (*found[:3], f"{found[3]}>{label}" if found[3].count(">") < 3 else found[3])
                branches[step] = found
            return found or (9, "", j, "")

        return [branch(j) for j in range(low, high)]

    def _sort(self, i: int) -> str:
        """What stands beside a cue: the mark or little word itself, else its part of speech."""
        if not 0 <= i < len(self.tokens):
            return "^"
        token = self.tokens[i]
        return (
            token.text
            if token.pos == "PUNCT" or token.lemma in {"that", "to", "in", "on", "of", "for", "as", "by", "whether"}
            else token.pos
        )

    def _surface(self, low: int, high: int) -> tuple[list[int], list[int], list[int], list[bool]]:
        """For every token of a window, whatever the parser made of it: the number of its segment between commas, dashes and
        sentence ends, how many finite verbs and how many "that" come up to it, and whether its segment has a finite verb."""
        segment, verbs, that = [], [], []
        s = v = t = 0
        with_verb: set[int] = set()
        for j in range(low, high):
            token = self.tokens[j]
            if j > low and (token.sentence != self.tokens[j - 1].sentence or token.text in _BREAKS):
                s += 1
            if token.tag in {"VBD", "VBZ", "VBP", "MD"}:
                v += 1
                with_verb.add(s)
            t += token.lemma == "that"
            segment.append(s)
            verbs.append(v)
            that.append(t)
        return segment, verbs, that, [n in with_verb for n in segment]
