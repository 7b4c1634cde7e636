"""What a source phrase says about who speaks: its kind, name, count, descriptors and ground of anonymity.

A phrase is read from the left: its first segment (up to a comma, a relative clause, a preposition) holds the head; later
segments are appositions ("Kari Berg, an analyst") or relative clauses. Who "he" or "the official" is, is not asked here;
see `coreference`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.model import Article, Span, Token, VoiceKind

PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "which", "you", "him", "her", "them", "us", "his", "their", "its"})
NUMBERS = {
    "one": 1, "a": 1, "an": 1, "another": 1, "two": 2, "both": 2, "pair": 2, "couple": 2, "duo": 2, "three": 3, "trio": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
}  # fmt: skip
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "other", "another", "latter", "former"})
_GROUND = re.compile(
    r"\b(?:(?:on|under) (?:the )?condition of anonymity|anonymously|"
    r"(?:declin\w+|ask\w*|request\w*|refus\w+|did not want|wish\w*|prefer\w*|want\w*)(?: \w+){0,3}? (?:not )?to be (?:named|identified|quoted)|"
    r"(?:asked|requested|chose) not to be (?:named|identified)|asked (?:for anonymity|to remain anonymous)|"
    r"asked [^,.]{0,40}not to use (?:his|her|their) name|not (?:to be )?(?:authori[sz]ed|cleared|allowed|permitted) to (?:speak|talk|brief|comment|discuss)|"
    r"speaking (?:privately|on background))[^,;.\"“”]*",
    re.IGNORECASE,
)
_DESCRIPTOR = re.compile(
    r"\b(?:familiar with|close to|briefed on|with (?:direct |first-hand |intimate )?(?:knowledge|insight|access)|involved in|in the know|"
    r"present at|who (?:was|were|has|have|had|attended|saw|knows?|worked|works)|privy to|near (?:to )?|working (?:at|for|in|on)|"
    r"acquainted with|at the|in the|on the|from the|of the|within|inside)\b[^,;.\"“”]*",
    re.IGNORECASE,
)
_AGENCY_FORM = re.compile(r"\b(?:News ?Agency|Newswire|News Service|Wire Service|Press Agency|Press Association|Wires?)$")
_WIRES = frozenset(
    "reuters ap afp pa dpa upi tass ria interfax xinhua kyodo yonhap ansa efe apa pti bernama antara aap anadolu bloomberg "
    "ritzau ntb tt lusa belga".split()
)
_CORPORATE = re.compile(r"\b[A-Z][\w’'-]*(?: (?:[A-Z&][\w’'-]*|of|and|for|de|the))*")
_JOINERS = frozenset({"of", "the", "and", "&", "for", "de", "da", "do", "dos", "del", "der", "den", "di", "du", "la", "le", "van", "von", "bin", "al", "ibn", "-", "'s", "’s", "."})  # fmt: skip
_STOPS = frozenset({"who", "which", "whose", "that", "where", "speaking", "citing", "quoting", "seen", "dated", "familiar"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One voice as its phrase shows it. `head` is the head noun's lemma ("" for a bare name), `definite` whether the phrase
    points back ("the official"), `pronoun` the pronoun if it is nothing more, `ordinal` "second", "other" … if it opens
    or picks one of several, `of_group` whether it is some of a group named before ("one of them")."""

    name: str
    kind: VoiceKind
    head: str = ""
    count: int = 1
    definite: bool = False
    pronoun: str = ""
    ordinal: str = ""
    of_group: bool = False
    plural: bool = False
    owner: str = ""
    span: Span
    descriptors: tuple[Span, ...] = ()
    ground: Span | None = None


class Page:
    """An article, its trees, and what its whole text tells about names: who is a person, what is an outlet or agency."""

    def __init__(self, article: Article, tree: Tree) -> None:
        self.article, self.tree, self.text = article, tree, article.text
        self.own = _own_names(article)
        self.people = _people(tree)
        self.agencies = {c.agency.casefold() for c in article.credits if c.kind != "photo"} | _WIRES
        self.outlets = _outlets(article)

    def quote(self, span: Span) -> str:
        """The words at `span`, line breaks made spaces."""
        return " ".join(self.text[span.start : span.end].split())

    def full_name(self, name: str) -> str:
        """The fullest name that this article gives to the person whose name this is."""
        words = name.split()
        longest = name
        for known in self.people:
            parts = known.split()
            if len(parts) > len(longest.split()) and (
                words[-1] == parts[-1] and set(words) <= set(parts) or (len(words) == 1 and words[0] == parts[0])
            ):
                longest = known
        return longest

    def is_person(self, name: str) -> bool:
        """Whether the article uses this name for a person."""
        words = name.split()
        return any(name == p or (len(words) == 1 and words[0] in (p.split()[-1], p.split()[0])) for p in self.people)

    def is_own(self, name: str) -> bool:
        """Whether this names the outlet that publishes the article."""
        folded = _bare(name)
        return bool(folded) and any(folded == o or (len(folded) > 3 and folded in o.split()) for o in self.own)

    def outlet_kind(self, name: str) -> VoiceKind | None:
        """"agency" or "outlet" if the name is one's, by lexicon, by form, or by how this article introduces it."""
        folded = _bare(name)
        words = folded.split()
        if not words:
            return None
        if folded in self.agencies or _AGENCY_FORM.search(name.strip(" .,")) or folded in ("associated press", "agence france-presse"):
            return "agency"
        if any(folded == a or folded in a.split() and len(folded) > 3 for a in self.agencies):
            return "agency"
        for known, kind in self.outlets.items():
            if folded == known or (len(folded) > 3 and (folded in known.split() or known in words)):
                return kind
        if name[:1].isupper() and (words[-1] in lexicon("roles")["masthead"]) and (len(words) > 1 or name.startswith("The ")):
            return "outlet"
        if name[:1].isupper() and words[0] == "radio":
            return "outlet"
        return None


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", " ".join(re.sub(r"['’]s$", "", name.strip(" .,")).split()).casefold())


def _own_names(article: Article) -> set[str]:
    return {_bare(article.outlet.value)} if article.outlet else set()


def _people(tree: Tree) -> tuple[str, ...]:
    """Names of people in the article, as the parser's entities and the titles before capitalised words show them."""
    titles = lexicon("roles")["title"]
    found: dict[str, None] = {}
    run: list[Token] = []
    for token in (*tree.tokens, None):
        if token is not None and token.entity == "PERSON" and not (token.entity_start and run) and (not run or token.start <= run[-1].end + 1):
            run.append(token)
            continue
        name = _strip_titles([t.text for t in run], titles)
        if name:
            found[name] = None
        run = [token] if token is not None and token.entity == "PERSON" else []
    for i, token in enumerate(tree.tokens):
        if token.text[:1].isupper() and token.text.rstrip(".").casefold() in titles:
            names = []
            for after in tree.tokens[i + 1 : i + 5]:
                if not after.text[:1].isupper() or after.start > tree.tokens[i].end + 40:
                    break
                names.append(after.text)
            name = _strip_titles(names, titles)
            if name and not _is_body_name(name):
                found[name] = None
    return tuple(sorted(found, key=lambda n: (len(n.split()), n)))


def _strip_titles(words: list[str], titles: frozenset[str]) -> str:
    kept = [w for w in words if w not in ("'s", "’s", "'", "’") and any(c.isalpha() for c in w)]
    while kept and (kept[0].rstrip(".").casefold() in titles or kept[0][:1].islower()):
        kept.pop(0)
    return " ".join(kept) if kept and kept[0][:1].isupper() else ""


def _is_body_name(name: str) -> bool:
    roles = lexicon("roles")
    last = name.split()[-1].casefold()
    return last in roles["suffix"] or last in roles["body"]


def _outlets(article: Article) -> dict[str, VoiceKind]:
    """Names that the article introduces as an outlet or an agency: "the weekly X", "X, a local newspaper"."""
    out: dict[str, VoiceKind] = {}
    nouns = "|".join(sorted(lexicon("roles")["outlet"] - {"press", "media", "paper", "papers", "reports", "site", "station", "outlet", "television", "publication"}))
    name = r"((?:The |the )?[A-Z][\w’'-]*(?: (?:of|and|de|[A-Z][\w’'-]*))*)"
    text = article.text
    patterns = (
        rf"\b(?:{nouns}|radio station|television station|news site|outlet|publication|paper),? {name}",
        rf"\b{name}, (?:a|an|the) (?:[\w-]+ ){{0,3}}(?:{nouns}|publication|news site)\b",
        rf"\b{name} (?:newspaper|magazine|daily|weekly|website)\b",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            found = _bare(re.sub(r" (?:of|and|de)$", "", match.group(1)))
            if found and found not in ("i", "he", "she", "it", "they", "we", "this"):
                out.setdefault(found, "outlet")
    for match in re.finditer(rf"\b(?:news agency|agency|newswire) {name}|\b{name} (?:news agency|newswire)\b", text):
        found = _bare(match.group(1) or match.group(2))
        if found:
            out[found] = "agency"
    for own in _own_names(article):
        out.pop(own, None)
    return out


# ---------------------------------------------------------------------------------------------- reading a phrase


def read(page: Page, span: Span) -> tuple[Phrase, ...]:
    """The voices of a source phrase, in order; several where a coordination joins them ("A, B and C").

    Empty only where the phrase holds no word.
    """
    tokens = [page.tree.tokens[i] for i in page.tree.within(span)]
    tokens = [t for t in tokens if any(c.isalnum() for c in t.text) or t.text in (",", ";", "&", "(", ")", "'s", "’s")]
    if not any(c.isalnum() for t in tokens for c in t.text):
        return ()
    parts = _conjuncts(page, tokens)
    whole = page.quote(span)
    ground = _find(page, _GROUND, span)
    out = []
    for part in parts:
        phrase = _one(page, part)
        if phrase is not None:
            out.append(replace(phrase, ground=ground, descriptors=_descriptors(page, phrase, span, ground)))
    return tuple(out) or (Phrase(name=whole, kind="unnamed", span=span),)


def _find(page: Page, pattern: re.Pattern[str], span: Span) -> Span | None:
    match = pattern.search(page.text, span.start, span.end)
    return Span(match.start(), match.end()) if match else None


def _descriptors(page: Page, phrase: Phrase, span: Span, ground: Span | None) -> tuple[Span, ...]:
    if phrase.kind not in ("unnamed", "role"):
        return ()
    found = (Span(m.start(), len(page.text[: m.end()].rstrip())) for m in _DESCRIPTOR.finditer(page.text, span.start, span.end))
    return tuple(s for s in found if ground is None or s.end <= ground.start or s.start >= ground.end)


def _conjuncts(page: Page, tokens: list[Token]) -> list[list[Token]]:
    """Coordinated voices apart. "A, B and C" is three; "A, the owner of B and C" and "X and his wife's firm, Y" stay careful:
    a split is made only where every part could itself speak."""
    texts = [t.text.casefold() for t in tokens]
    if "and" not in texts and "or" not in texts:
        return [tokens]
    at = max(i for i, w in enumerate(texts) if w in ("and", "or"))
    relative = next((i for i, w in enumerate(texts) if w in _STOPS and i), len(texts))
    if relative < at or at == 0 or at == len(tokens) - 1:
        return [tokens]
    head, last = tokens[:at], tokens[at + 1 :]
    parts: list[list[Token]] = [[]]
    for token in head:
        if token.text in (",", ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    parts = [p for p in parts if p] + [last]
    if len(parts) > 2 and any(t.text == "," for t in last):
        cut = next(i for i, t in enumerate(last) if t.text == ",")
        after = last[cut + 1 :]
        if after and after[0].text[:1].isupper():  # "the insurer, Acme": the name after the comma is the last voice's own
            parts[-1] = last
    reads = [_one(page, p) for p in parts]
    heads = [p for p in reads if p is not None]
    if len(heads) < len(parts) or not all(_could_speak(page, p, part) for p, part in zip(heads, parts, strict=True)):
        return [tokens]
    first = parts[0][0].text.casefold()
    if first in ("both", "neither", "either"):
        parts[0] = parts[0][1:]
    return parts


def _could_speak(page: Page, phrase: Phrase, part: list[Token]) -> bool:
    if phrase.kind in ("named", "organisation", "agency", "outlet") or phrase.head:
        return phrase.kind != "document" or phrase.head in lexicon("roles")["document"]
    return part[0].text[:1].isupper()


def singular(token: Token) -> str:
    """The token's noun in the singular, in lower case."""
    word = token.text.casefold()
    roles = lexicon("roles")
    if any(word in words for words in roles.values()):
        return word
    return token.lemma if token.lemma and token.lemma != word or not word.endswith("s") else word.removesuffix("s")


def _segments(tokens: list[Token]) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif token.text in (",", ";"):
            out.append([])
        else:
            out[-1].append(token)
    return [s for s in out if s]


def _core(segment: list[Token]) -> list[Token]:
    """The words of a segment up to its first preposition, relative or participle; "of" inside a name stays."""
    out: list[Token] = []
    for i, token in enumerate(segment):
        low = token.text.casefold()
        nxt = segment[i + 1] if i + 1 < len(segment) else None
        if i and (low in _STOPS or (token.tag in ("VBG", "VBN", "VBD", "VBZ", "VBP") and token.text[:1].islower() and token.dep not in ("amod", "compound"))):
            break
        if i and token.pos in ("ADP", "SCONJ") and token.text[:1].islower():
            proper = out and out[-1].text[:1].isupper() and len(out[-1].text) > 2 and nxt is not None
            the = proper and nxt is not None and (nxt.text[:1].isupper() or (nxt.text == "the" and i + 2 < len(segment) and segment[i + 2].text[:1].isupper()))
            if not (low in ("of", "for", "de") and the):
                break
        out.append(token)
    return out


def _one(page: Page, tokens: list[Token]) -> Phrase | None:
    """One voice from the tokens of its phrase."""
    segments = _segments(tokens)
    if not segments:
        return None
    words = [t for t in tokens if any(c.isalnum() for c in t.text)]
    if not words:
        return None
    span = Span(words[0].start, words[-1].end)
    first = segments[0]
    low = first[0].text.casefold()
    if low in PRONOUNS and len(first) <= 2 and (len(first) == 1 or first[1].pos in ("AUX", "VERB")):
        return Phrase(name=first[0].text, kind="unnamed", pronoun=low, span=span, plural=low in ("they", "we"))
    group = _of_group(page, first, span)
    if group is not None:
        return _apposed(page, group, segments)
    phrase = _head(page, _core(first), span, segments)
    return _apposed(page, phrase, segments)


def _of_group(page: Page, segment: list[Token], span: Span) -> Phrase | None:
    """ "one of them", "two of the people", "several of those": some of a group."""
    texts = [t.text.casefold() for t in segment]
    if len(texts) < 3 or texts[1] != "of" or not (texts[0] in NUMBERS or texts[0] in ("some", "several", "many", "none", "most", "any", "all", "each")):
        return None
    rest = segment[2:]
    head = _head(page, _core(rest), Span(rest[0].start, rest[-1].end), [rest])
    if head.kind == "organisation" and not head.plural and head.head not in lexicon("roles")["collective"]:
        kind: VoiceKind = "unnamed"
    else:
        kind = head.kind if head.kind in ("role", "organisation", "unnamed") else "unnamed"
    pronoun = texts[2] if texts[2] in ("them", "these", "those", "us") else ""
    return Phrase(
        name=page.quote(span), kind="unnamed" if pronoun else kind, head=head.head, count=NUMBERS.get(texts[0], 1), of_group=True,
        pronoun="", definite=True, span=span, plural=texts[0] != "one", owner=head.owner,
    )  # fmt: skip


def _head(page: Page, core: list[Token], span: Span, segments: list[list[Token]]) -> Phrase:
    """Kind and name by the head of the first segment."""
    roles = lexicon("roles")
    owner = ""
    cut = next((i for i in range(len(core) - 1, 0, -1) if core[i].text in ("'s", "’s", "'", "’")), 0)
    if cut and cut + 1 < len(core):
        owner = " ".join(t.text for t in core[:cut])
        body = core[cut + 1 :]
    else:
        body = core
    texts = [t.text for t in body]
    lows = [t.casefold() for t in texts]
    definite = bool(owner) or (lows[0] in ("the", "this", "that", "his", "her", "its", "their", "our", "these", "those") if lows else False)
    ordinal = next((w for w in lows[:4] if w in ORDINALS and w != "former"), "")
    count = next((NUMBERS[w] for w in lows[:3] if w in NUMBERS and w not in ("a", "an", "another")), 1)
    if count == 1:
        count = next((int(w) for w in lows[:3] if w.isdigit() and 1 < int(w) < 100), 1)
    # A trailing run of capitals is a name; the noun before it says whose.
    run: list[Token] = []
    for token in reversed(body):
        if token.text[:1].isupper() or (run and token.text.casefold() in _JOINERS and token.text[:1].islower() and token is not body[0]) or (run and token.text[:1].isdigit() and token is not body[0] and False):
            run.insert(0, token)
        else:
            break
    while run and run[0].text.casefold() in _JOINERS:
        run.pop(0)
    rest = body[: len(body) - len(run)] if run else body
    name = " ".join(t.text for t in run).replace(" 's", "'s").replace(" - ", "-").replace(" ’s", "’s")
    common = [t for t in rest if t.pos in ("NOUN", "PROPN", "ADJ", "NUM", "PRON") or singular(t) in roles["unnamed"]]
    noun = singular(common[-1]) if common else ""
    base: dict[str, object] = {}
    if run:
        kind, clean = _name_kind(page, name, run, noun if rest and rest[-1] is (common[-1] if common else None) else "", segments)
        if kind is not None:
            if len(run) == 1 and run[0] is core[0] and _noun_kind(page, run[0], lows, definite, owner) and not page.is_person(name):
                noun_kind = _noun_kind(page, run[0], lows, definite, owner)
                assert noun_kind is not None
                return Phrase(name=page.quote(span), kind=noun_kind, head=singular(run[0]), count=count, definite=definite, plural=run[0].tag in ("NNS", "NNPS"), owner=owner, span=span)
            return Phrase(name=clean, kind=kind, head="", count=1, definite=False, owner=owner, span=span, ordinal="")
        noun_token = run[-1]
    else:
        noun_token = common[-1] if common else body[-1]
    head = singular(noun_token)
    kind = _noun_kind(page, noun_token, lows, definite, owner) or "unnamed"
    del base
    core_span = Span(core[0].start, core[-1].end)
    return Phrase(
        name=page.quote(core_span) if kind not in ("unnamed",) else page.quote(span if len(segments) == 1 else core_span),
        kind=kind, head=head, count=count, definite=definite, ordinal=ordinal, plural=noun_token.tag in ("NNS", "NNPS") or count > 1,
        owner=owner, span=span,
    )  # fmt: skip


def _name_kind(page: Page, name: str, run: list[Token], noun: str, segments: list[list[Token]]) -> tuple[VoiceKind | None, str]:
    """Whose name a run of capitals is, and the name alone; None where the run ends in a role noun ("City officials")."""
    roles = lexicon("roles")
    last = run[-1].text.casefold()
    person_nouns = roles["unnamed"] | roles["spokes"] | roles["office"] | roles["relation"]
    if last in person_nouns and len(run) > 1 and not page.is_person(name):
        return None, name
    clean = _strip_titles([t.text for t in run], roles["title"] | person_nouns) or name
    after = segments[1] if len(segments) > 1 else []
    relative = after[0].text.casefold() if after else ""
    following = segments[0][len(segments[0]) - 1].text if segments[0] else ""
    published = page.outlet_kind(name)
    if noun in roles["agency"]:
        return "agency", name
    if noun in roles["outlet"] and noun not in ("media",):
        return "outlet", name
    if published is not None and not page.is_person(clean):
        return published, name
    if noun in person_nouns or noun in roles["title"]:
        return "named", page.full_name(clean)
    if noun in roles["body"] or noun in roles["collective"]:
        return "organisation", name
    if noun in roles["document"]:
        return "document", name
    if clean != name and not _is_body_name(name):
        return "named", page.full_name(clean)
    if page.is_person(clean) and not _is_body_name(name):
        return "named", page.full_name(clean)
    if _is_body_name(name) or last in roles["body"] or last in roles["collective"]:
        return "organisation", name
    if last in roles["document"] or last.rstrip("s") in roles["document"]:
        return "document", name
    if any(t.text[:1].isdigit() for t in after[:1]) or relative == "who" or " who " in f" {following} ":
        return "named", page.full_name(clean)
    if relative == "which":
        return "organisation", name
    if after:
        head = _core(after)
        nouns = [singular(t) for t in head if t.pos in ("NOUN", "PROPN")]
        if nouns and nouns[-1] in person_nouns:
            return "named", page.full_name(clean)
    entities = [t.entity for t in run]
    if entities.count("PERSON") * 2 >= len(run):
        return "named", page.full_name(clean)
    return "organisation", name


def _noun_kind(page: Page, noun: Token, lows: list[str], definite: bool, owner: str) -> VoiceKind | None:
    """The kind of voice that a common noun makes, None where the lexicon knows none."""
    roles = lexicon("roles")
    word, form = singular(noun), noun.text.casefold()
    plural = noun.tag in ("NNS", "NNPS") or form in ("people", "staff", "media")
    counted = any(w in NUMBERS and w not in ("a", "an") or w in ("several", "some", "many", "few", "other", "dozens") for w in lows[:3])
    if word in roles["spokes"] or word.removesuffix("s") in roles["spokes"]:
        return "role"
    if form in roles["collective"] and not counted and (plural or form in roles["body"] or word == form) and not (lows[0] in ("a", "an", "one", "another")):
        if form in ("police", "management", "government", "board", "leadership", "authority", "authorities", "gardai", "gardaí", "party"):
            return "organisation"
        # "City officials" speak for the city; bare or plain "officers" for their force.
        return "role" if form in ("staff", "lawyers", "investigators", "detectives", "rescuers", "firefighters") else "organisation"
    if form in ("paper", "papers", "reports", "report"):
        if form == "paper":
            return "outlet" if page.outlets and definite else "document"
        if form == "reports":
            return "outlet"
    if word in roles["agency"] or form in roles["agency"]:
        return "agency" if any(a for a in page.agencies - _WIRES) or "news" in lows else "organisation"
    if word in roles["outlet"] or form in roles["outlet"]:
        return "outlet"
    if word in roles["document"] or form.removesuffix("s") in roles["document"]:
        return "document"
    if word in roles["office"] or word in roles["relation"]:
        if word in roles["unnamed"] and not definite:
            return "unnamed"
        if (lows[0] in ("a", "an", "one", "another") or counted) and word not in ("minister", "secretary", "president", "editor", "agent", "author", "lawyer", "deputy") and not owner:
            return "unnamed"
        return "role"
    if word in roles["body"] or form in roles["body"]:
        return "organisation"
    if word in roles["unnamed"] or form in roles["unnamed"]:
        return "unnamed"
    return None


def _apposed(page: Page, phrase: Phrase, segments: list[list[Token]]) -> Phrase:
    """The phrase with the name or the noun that an apposition adds: "his agent, Fabio Rossi", "a second person, a banker"."""
    roles = lexicon("roles")
    if phrase.kind in ("named", "agency", "outlet") or (phrase.kind == "organisation" and not phrase.head):
        return phrase
    for segment in segments[1:]:
        if segment[0].text.casefold() in _STOPS or segment[0].tag in ("VBG", "VBN") or segment[0].pos in ("ADP", "SCONJ"):
            continue
        if phrase.kind == "document":
            continue
        core = _core(segment)
        if not core:
            continue
        other = _head(page, core, phrase.span, [segment])
        if phrase.kind in ("role", "unnamed") and not other.head and other.kind in ("named", "organisation") and phrase.count == 1 and not phrase.of_group:
            name = _strip_titles(other.name.split(), roles["title"]) or other.name
            return replace(phrase, name=page.full_name(name), kind="named", head="", definite=False, ordinal="")
        if phrase.kind == "organisation" and not other.head and other.kind in ("named", "organisation", "agency"):
            return replace(phrase, name=other.name, kind="organisation", head="", definite=False)
        if phrase.kind == "unnamed" and other.kind in ("unnamed", "role") and other.head and phrase.head in ("person", "source", "one", "other", "second", "people"):
            return replace(phrase, name=page.quote(Span(segment[0].start, segment[-1].end)), head=other.head)
    # "a spokesperson for the governor Trixie Olaguer", "the president Mr X": a name with nothing between.
    return phrase
