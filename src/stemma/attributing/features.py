"""What the tagger sees of a text: strings that tell of a word as a possible cue, and of a word as seen from a cue."""

from __future__ import annotations

from functools import cached_property

from stemma.attributing import rules
from stemma.attributing.cues import classes
from stemma.attributing.quotes import Quote
from stemma.attributing.trees import SUBJECTS, Tree

REACH = 220
"""How many tokens a window may reach beyond the cue's sentence, on either side."""
_CANDIDATES = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV", "ADP", "SCONJ", "PROPN", "INTJ", "X"})
_BREAKS = frozenset({",", "–", "—", ";", "-", "--", ":"})
_CHAIN = 4


class View:
    """An article's tree with its quotations: everything that the features of one word are read from."""

    def __init__(self, tree: Tree, quotes: tuple[Quote, ...]) -> None:
        self.tree, self.tokens, self.quotes = tree, tree.tokens, quotes
        self.inside = rules.quoted(tree, quotes)
        self.classes = [classes(t.lemma) for t in self.tokens]
        self.marks = {m for q in quotes if q.depth == 0 for s in (q.span,) for m in (s.start, s.end - 1)}

    @cached_property
    def ruled(self) -> dict[int, str]:
        """Anchors that the rules find, with the heading they stand under."""
        return {f.anchor: f.kind for f in rules.frames(self.tree, self.quotes)}

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
        """Features of `i` as the main word of a cue."""
        tokens, tree = self.tokens, self.tree
        token, lemma = tokens[i], self.lemmas[i]
        head = tokens[token.head]
        first, last = tree.sentence[token.sentence]
        out = [
            f"w={lemma}",
            f"f={token.text.casefold()}",
            f"wp={lemma}|{token.pos}",
            f"t={token.tag}",
            f"d={token.dep}",
            f"wd={lemma}|{token.dep}",
            f"h={head.lemma}|{token.dep}",
            f"hp={head.pos}|{token.dep}",
            f"hd={head.dep}",
            f"hw={head.lemma}|{lemma}",
            f"-1={self.word(i - 1)}",
            f"+1={self.word(i + 1)}",
            f"-2={self.word(i - 2)}",
            f"+2={self.word(i + 2)}",
            f"-1p={self.pos(i - 1)}",
            f"+1p={self.pos(i + 1)}",
            f"-2p={self.pos(i - 2)}|{self.pos(i - 1)}",
            f"+2p={self.pos(i + 1)}|{self.pos(i + 2)}",
            f"w+1={lemma}|{self.word(i + 1)}",
            f"w-1={self.word(i - 1)}|{lemma}",
            f"q={bool(self.inside[i])}",
            f"pq={token.pos}|{bool(self.inside[i])}",
            f"s={lemma[-3:]}|{token.pos}",
            f"ent={token.entity}",
        ]
        opening, left = f"{self._sort(i - 1)}~{self._sort(i + 1)}", min(last - 1 - i, 4)
        out += [
            f"su={opening}",
            f"sup={opening}|{token.pos}",
            f"suw={opening}|{lemma}",
            f"le={left}|{token.pos}",
            f"lf={left}|{token.text[-2:]}|{self._sort(i - 1)}",
        ]
        out += [f"k={k}" for k in self.classes[i]] + [f"kp={k}|{token.pos}" for k in self.classes[i]]
        group = "+".join(self.classes[i]) or token.pos
        kids = [tokens[c] for c in tree.children[i]]
        for kid, c in zip(kids, tree.children[i], strict=True):
            if kid.dep == "punct":
                continue
            out += [f"c={kid.dep}", f"cp={kid.dep}|{kid.pos}", f"cw={kid.dep}|{lemma}", f"cg={kid.dep}|{group}"]
            if kid.dep in {"prep", "advmod", "aux", "prt", "neg", "mark", "det", "amod", "nsubj", "dobj", "auxpass", "poss"}:
                out += [f"cl={kid.dep}|{kid.lemma}", f"clw={kid.dep}|{kid.lemma}|{lemma}"]
            if kid.dep in SUBJECTS or kid.dep in {"poss", "dobj", "dative"}:
                out.append(f"ce={kid.dep}|{kid.entity or kid.pos}|{c < i}")
            if kid.dep in {"ccomp", "xcomp", "acl"}:
                marks = [tokens[g].lemma for g in tree.children[c] if tokens[g].dep in {"mark", "aux"}]
                out += [f"cm={kid.dep}|{m}|{group}" for m in marks[:2]] + [f"co={kid.dep}|{c < i}|{group}"]
        deps = "+".join(
            sorted(
                {k.dep for k in kids}
                & {"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "prep", "dative", "acl", "agent", "prt", "oprd"}
            )
        )
        out += [f"cs={deps}|{token.pos}", f"csg={deps}|{group}", f"csw={deps}|{lemma}"]
        source = rules.source_of(tree, i) if token.pos in {"VERB", "AUX"} else []
        if source:
            top = min(source, key=lambda j: tree.depth[j])
            out += [
                f"so={tokens[top].entity or tokens[top].pos}",
                f"sl={tokens[top].lemma}",
                f"sg={tokens[top].entity or tokens[top].pos}|{group}",
            ]
        else:
            out.append(f"so=none|{token.pos}")
        around = {self.inside[j] for j in range(max(first, i - 12), min(last, i + 12))} - {0}
        others = around - {self.inside[i]}
        out += [f"qn={min(2, len(others))}|{bool(self.inside[i])}", f"qg={min(2, len(others))}|{bool(self.inside[i])}|{group}"]
        before, after = self._quote_near(i, -1), self._quote_near(i, 1)
        out += [f"qb={before}|{token.pos}", f"qa={after}|{token.pos}", f"qbg={before}|{after}|{group}"]
        out += [
            f"p={self.tree.parsed.paragraph_of[token.sentence] == 0}|{token.pos}",
            f"e={i == first}|{i == last - 1}|{token.pos}",
        ]
        if i in self.ruled:
            out += [f"r={self.ruled[i]}", f"rw={lemma}"]
        if token.dep in {"conj", "advcl", "xcomp", "ccomp", "relcl", "acl", "pcomp"}:
            out += [
                f"hr={token.dep}|{token.head in self.ruled}|{group}",
                f"hg={token.dep}|{'+'.join(self.classes[token.head])}|{group}",
            ]
        return out

    def _quote_near(self, i: int, step: int) -> str:
        """How far the next quotation is in one direction: near, far or none, within a dozen tokens."""
        for n in range(1, 13):
            j = i + step * n
            if not 0 <= j < len(self.tokens):
                break
            if self.inside[j] and self.inside[j] != self.inside[i]:
                return "near" if n <= 4 else "far"
        return "none"

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
        """Features of every token of the window of `i`, as seen from the cue `i`."""
        tokens, tree, inside = self.tokens, self.tree, self.inside
        low, high = self.window(i)
        chain = [i]
        while len(chain) < _CHAIN and tokens[chain[-1]].head != chain[-1]:
            chain.append(tokens[chain[-1]].head)
        rank = {t: n for n, t in enumerate(chain)}
        anchor, lemma = tokens[i], self.lemmas[i]
        group = "+".join(self.classes[i]) or anchor.pos
        source = set(rules.source_of(tree, i))
        paragraph = tree.parsed.paragraph_of
        end = tree.sentence[anchor.sentence][1]
        colon = any(t.text == ":" for t in tokens[max(i, end - 3) : end])
        shape = "+".join(
            sorted(
                {tokens[c].dep for c in tree.children[i]}
                & {"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "parataxis", "prep", "agent", "poss", "acl"}
            )
        )
        branches: dict[int, tuple[int, str, int, str]] = {}

        def branch(j: int) -> tuple[int, str, int, str]:
            """Where the way up from `j` meets the cue's chain: rank there, label and token of the last step, labels of the way."""
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

        segment, verbs, that, wordy = self._surface(low, high)
        home = segment[i - low]
        opening = f"{self._sort(i - 1)}~{self._sort(i + 1)}"
        out: list[list[str]] = []
        previous_top = -1
        seen: list[tuple[int, str, int, str]] = [branch(j) for j in range(low, high)]
        for j in range(low, high):
            token = tokens[j]
            place, label, top, way = seen[j - low]
            side = "<" if j < i else ">" if j > i else "="
            distance = abs(j - i)
            near = distance if distance <= 3 else 4 if distance <= 6 else 7 if distance <= 12 else 13 if distance <= 30 else 31
            apart = max(-3, min(3, token.sentence - anchor.sentence))
            leap = max(-2, min(2, paragraph[token.sentence] - paragraph[anchor.sentence]))
            quote = "0" if not inside[j] else "c" if inside[j] == inside[i] else "q"
            far = min(abs(segment[j - low] - home), 4)
            between = min(abs(verbs[j - low] - verbs[i - low]), 3)
            marked = j > i and that[j - low] > that[i - low]
            edge = tree.edges[top]
            begins = j == edge[0]
            key = f"{place}{label}{side}"
            out.append(
                [
                    f"w={self.lemmas[j]}",
                    f"t={token.tag}",
                    f"d={token.dep}",
                    f"x={side}{near}",
                    f"xg={side}{near}|{group}",
                    f"xt={side}{near}|{token.pos}",
                    f"b={key}",
                    f"bg={key}|{group}",
                    f"bw={key}|{lemma}",
                    f"bs={key}|{shape}",
                    f"bd={key}|{anchor.dep}",
                    f"bq={key}|{quote}",
                    f"by={way}{side}{place}",
                    f"byq={way}{side}{place}|{quote}",
                    f"byw={way}{side}{place}|{lemma}",
                    f"be={key}|{begins}",
                    f"bp={key}|{token.pos}|{begins}",
                    f"bf={key}|{top == previous_top}|{quote}",
                    f"bl={key}|{tokens[top].lemma}",
                    f"n={apart}|{quote}",
                    f"nq={apart}|{quote}|{side}|{group}",
                    f"q={quote}|{token.pos}",
                    f"l={leap}|{quote}|{colon}",
                    f"m={token.start in self.marks}|{quote}|{token.text[:1] if token.pos == 'PUNCT' else ''}",
                    f"r={j in source}",
                    f"rb={j in source}|{key}",
                    f"rp={j in source}|{token.pos}",
                    f"-1={self.word(j - 1)}",
                    f"+1={self.word(j + 1)}",
                    f"-1p={self.pos(j - 1)}|{token.pos}",
                    f"+1p={token.pos}|{self.pos(j + 1)}",
                    f"-1q={bool(inside[j - 1]) if j else False}|{quote}",
                    f"+1q={bool(inside[j + 1]) if j + 1 < len(tokens) else False}|{quote}",
                    f"en={token.entity}|{token.entity_start}",
                    f"sg={side}{far}|{group}",
                    f"su={opening}|{side}{far}",
                    f"suw={lemma}|{opening}|{side}{far}",
                    f"sv={side}{far}|{between}|{opening}",
                    f"svg={side}{far}|{between}|{group}",
                    f"th={side}{marked}|{group}",
                    f"to={side}{marked}|{opening}",
                    f"sh={side}{far}|{wordy[j - low]}|{opening}",
                    f"shq={side}{far}|{wordy[j - low]}|{quote}",
                    f"shg={side}{far}|{wordy[j - low]}|{group}",
                    f"wk={self.lemmas[j]}|{key}",
                    f"k={'+'.join(self.classes[j])}|{side}{near if near < 4 else 4}",
                    f"a={near if near < 4 else 9}{side}|{lemma}|{token.pos}",
                    f"ruled={j in self.ruled}|{label}",
                ]
            )
            previous_top = top
        return out

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
