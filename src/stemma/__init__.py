"""stemma: who repeats whom, who said each thing, and how many independent origins stand behind every claim.

    import stemma

    for dossier in stemma.examine(["pages/"]):
        print(dossier.strip)

Stages can be called alone, in this order: `read`, `parse`, `attribute`, `group`, then per story `resolve`, `collate`,
`match`, `trace`, `close`, `weigh`, `comparing.compare`, `bind` and `render`. A dossier can be asked: `without`, `reach`,
`compare` (with a newer one), `verify`; `independence` takes bare texts. Nothing here reaches the network unless it is asked
to fetch.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from stemma.asking import compare, independence, reach, without
    from stemma.attributing import attribute
    from stemma.background.lexicon_files import read_names
    from stemma.background.names import Names
    from stemma.codec import load
    from stemma.collating import collate
    from stemma.dossier import bind, render, withhold
    from stemma.errors import BadDossier, BadInput, BadSpan, BadWeights, StemmaError, StrictStop, UnknownName, UnknownSchema
    from stemma.exporting import export
    from stemma.grouping import group
    from stemma.matching import match
    from stemma.model import Article, Claim, Dossier, Examination, Rejected, Span, Statement, Story, Voice
    from stemma.parsing import parse
    from stemma.pipeline import examine
    from stemma.proving import verify
    from stemma.reading import read
    from stemma.resolving import resolve
    from stemma.tracing import close, trace
    from stemma.weighing import weigh

# Where each public name lives. Loaded on first use, so that `import stemma` costs milliseconds and loads no parser.
_HOMES = {
    "Article": "model",
    "BadDossier": "errors",
    "BadInput": "errors",
    "BadSpan": "errors",
    "BadWeights": "errors",
    "Claim": "model",
    "Dossier": "model",
    "Examination": "model",
    "Names": "background.names",
    "Rejected": "model",
    "Span": "model",
    "Statement": "model",
    "StemmaError": "errors",
    "Story": "model",
    "StrictStop": "errors",
    "UnknownName": "errors",
    "UnknownSchema": "errors",
    "Voice": "model",
    "attribute": "attributing",
    "bind": "dossier",
    "close": "tracing",
    "collate": "collating",
    "compare": "asking",
    "examine": "pipeline",
    "export": "exporting",
    "group": "grouping",
    "independence": "asking",
    "load": "codec",
    "match": "matching",
    "parse": "parsing",
    "reach": "asking",
    "read": "reading",
    "read_names": "background.lexicon_files",
    "render": "dossier",
    "resolve": "resolving",
    "trace": "tracing",
    "verify": "proving",
    "weigh": "weighing",
    "withhold": "dossier",
    "without": "asking",
}

__all__ = [
    "Article",
    "BadDossier",
    "BadInput",
    "BadSpan",
    "BadWeights",
    "Claim",
    "Dossier",
    "Examination",
    "Names",
    "Rejected",
    "Span",
    "Statement",
    "StemmaError",
    "Story",
    "StrictStop",
    "UnknownName",
    "UnknownSchema",
    "Voice",
    "attribute",
    "bind",
    "close",
    "collate",
    "compare",
    "examine",
    "export",
    "group",
    "independence",
    "load",
    "match",
    "parse",
    "reach",
    "read",
    "read_names",
    "render",
    "resolve",
    "trace",
    "verify",
    "weigh",
    "withhold",
    "without",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'stemma' has no attribute {name!r}")
    value: object = getattr(import_module(f"stemma.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


if "IPython" in sys.modules:  # a notebook: teach it to show a dossier, without making the model do any work
    from stemma import display

    display.install()
