"""The page with what a browser does not need taken out: the same tree of elements and the same text in fewer bytes.

Every step is a fixed rewriting of what our own templates, style and script are written like; no text of a stranger is changed
but for the way two of its quotation marks are written. HTML's own rules say which quotes and which end tags may be left out
(https://html.spec.whatwg.org/multipage/syntax.html#optional-tags).
"""

from __future__ import annotations

import re


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TOKEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1>|<(/?)([a-zA-Z!][\w:-]*)([^>]*)>|[^<]+", re.DOTALL)
_QUOTED = re.compile(r'="([^\s"\'=<>`]+)"(?=[\s>])')
_BLOCKS = _names(
    "article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 header "
    "legend li main nav ol p section summary table tbody td tfoot th thead tr ul head html meta link title style "
    "script path rect text marker defs svg option select doctype"
)
_P_ENDS = _names(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 header hr main nav ol "
    "p section table ul"
)
_PARENTS = _names("article aside blockquote body dd details div fieldset figure footer header li main nav section td th")
_NEXT = {
    "li": frozenset({"li", "/ol", "/ul"}),
    "td": frozenset({"td", "th", "tr", "/tr", "/tbody", "/table"}),
    "th": frozenset({"td", "th", "tr", "/tr", "/tbody", "/thead", "/table", "tbody"}),
    "tr": frozenset({"tr", "/tbody", "/thead", "/table", "tbody"}),
    "thead": frozenset({"tbody"}),
    "tbody": frozenset({"/table"}),
    "option": frozenset({"option", "/select"}),
    "p": _P_ENDS | {f"/{name}" for name in _PARENTS},
}
"""For each element whose end tag may be left out: what must come next."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS = re.compile(
    r"""(?P<keep>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|(?<=[(,=:!&|?])\s*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)"""
    r"""|(?P<note>//[^\n]*|/\*.*?\*/)|(?P<space>\s+)|(?P<spread>\.\.\.)|(?P<name>(?:\?\.|\.)?[A-Za-z_$][\w$]*)|(?P<other>.)""",
    re.DOTALL,
)
_INSIDE = re.compile(r"\$\{[^}]*\}")
_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_$][\w$]*")
_DECLARED = re.compile(r"(?:const|let) (\w+)|(?:const|let) \[([\w, ]+)\]|,\s+(\w+) = |\((\w+)(?:, (\w+))?[^()]*\) =>")
_PARAMETER = re.compile(r"(?<![\w$\])])\(([A-Za-z_$][\w$]*)\)=>")
"""The one parameter of an arrow function, which needs no brackets."""
_TIGHT = frozenset("{}()[];,:?=<>+*/&|!.%")


def compact(page: str) -> str:
    """An HTML page of ours with fewer bytes and the same elements, attributes and text, white space between blocks aside.

    It must be escaped as Jinja2's autoescape does it: no ">" in the value of an attribute, no "<" in a text.
    """
    tokens = list(_TOKEN.finditer(page))
    names = [(m[2] + m[3].lower()) if m[3] else m[1] or "" for m in tokens]
    out: list[str] = []
    solid = [(m[0], name) for m, name in zip(tokens, names, strict=True)]
    # First what stands between two blocks, so that the rules for end tags see what really follows.
    parts = [
        (text, name)
        for n, (text, name) in enumerate(solid)
        if name or not text.isspace() or not (_block(solid, n - 1) and _block(solid, n + 1))
    ]
    for n, (text, name) in enumerate(parts):
        after = parts[n + 1][1] if n + 1 < len(parts) else ""
        if not name:
            out.append(text.replace("&#39;", "'").replace("&#34;", '"'))
        elif name.startswith("/") and after and after in _NEXT.get(name[1:], ()):
            continue
        elif name.startswith(("/", "!")) or name in ("script", "style"):
            out.append(text)
        else:
            out.append(_QUOTED.sub(r"=\1", text))
    return "".join(out)


def _block(parts: list[tuple[str, str]], n: int) -> bool:
    return not 0 <= n < len(parts) or parts[n][1].lstrip("/!").lower() in _BLOCKS


def style(sheet: str) -> str:
    """A style sheet of ours without comments, line ends and the last semicolon of a block, its variables under short names.

    The whole of a page's style must come at once, so that a variable has one name.
    """
    sheet = re.sub(r"\s+", " ", _COMMENT.sub("", sheet))
    names = {name: f"--{_letters(n)}" for n, name in enumerate(dict.fromkeys(re.findall(r"--[a-z][\w-]*(?=:)", sheet)))}
    sheet = re.sub(r"--[a-z][\w-]*(?=[:)])", lambda m: names.get(m[0], m[0]), sheet)
    return re.sub(r";(?=})", "", re.sub(r" ?([{};,]) ?", r"\1", sheet)).strip()


def _renamed(tokens: list[re.Match[str]]) -> dict[str, str]:
    """A letter, or one with a nought, for each name that the script itself declares, the longest gain first.

    A name that is also a property, a key or a word of a string somewhere keeps its own, as one cannot tell them apart here.
    """
    source = "".join(t[0] if not t["note"] else " " for t in tokens)
    names = [t[0] for t in tokens if t["name"]]
    declared = {n for m in _DECLARED.finditer(source) for group in m.groups() if group for n in group.split(", ")}
    kept = {n.lstrip(".?") for n in names if n[0] in ".?"} | set(re.findall(r"[{,]\s*(\w+):", source))
    free = sorted((n for n in declared - kept if len(n) > 2), key=lambda n: (-names.count(n) * (len(n) - 1), n))
    letters = [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$" if c not in names]
    letters += [f"{c}0" for c in letters]
    return dict(zip(free, letters, strict=False))


def _letters(n: int) -> str:
    return chr(97 + n) if n < 26 else _letters(n // 26 - 1) + _letters(n % 26)


def script(source: str) -> str:
    """A script of ours without comments and without white space that parts nothing; every statement in it ends in ";" or "}", and a
    regular expression stands after an opening bracket or an operator."""
    tokens = list(_JS.finditer(source))
    short = _renamed(tokens) | {"true": "!0", "false": "!1"}
    out: list[str] = []
    last = ""
    gap = False
    for match in tokens:
        if match["note"] or match["space"]:
            gap = True
            continue
        text = short.get(match[0], match[0]) if match["name"] else match[0].strip()
        if text.startswith("`"):
            text = _INSIDE.sub(lambda m: _NAME.sub(lambda n: short.get(n[0], n[0]), m[0]), text)
        if gap and last and last not in _TIGHT and text[0] not in _TIGHT:
            out.append(" ")
        out.append(text)
        last, gap = text[-1], False
    return _PARAMETER.sub(r"\1=>", "".join(out).replace(";}", "}"))
