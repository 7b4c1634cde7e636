"""What every figure is made of: where its data lies, what it measured, and the arithmetic they share.

A figure is a module of `evals.figures` with

    NEEDS       the data set it measures on, a key of `DATASETS`
    VERSION     raised when the definition of the figure changes (a floor holds for one version only)
    measure(folder) -> dict[str, float]   the figures, each with a key that names it; `folder` is the data set's folder
    FLOORS      the keys whose value must not fall
    CEILINGS    (optional) the keys whose value must not rise
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

import evals.figures

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = ROOT.parent / "shared"

DATASETS: Final[Mapping[str, tuple[str, str]]] = {
    # name: (place below shared/, glob that a folder of this form must satisfy)
    "retold": ("data/retold", "*/gold.json"),
    "polnear": ("data/attribution", "polnear-*.jsonl"),
    "ecbplus": ("data/stories", "*.jsonl"),
    "aeb": ("data/reading/aeb", "ground-truth.json"),
    "aed": ("data/reading/aed", "articles.json"),
    "reading": ("data/reading", "aed/articles.json"),  # aeb and aed together
    "meantime": ("data/time", "*.jsonl"),
    "reuse": ("data/reuse/clough-stevenson", "file_information.csv"),
    "seeds": ("seeds", "*.txt"),
    "sts": ("data/similarity/sts-headlines", "*.tsv"),
    "sick": ("data/similarity/sick2014", "SICK_*.txt"),
}


@dataclass(frozen=True)
class Measured:
    """The outcome of one figure: its values, or why it was skipped."""

    name: str
    version: int
    needs: str
    data: str | None
    values: Mapping[str, float]
    skipped: str | None


def figures() -> dict[str, ModuleType]:
    """All figures by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(evals.figures.__path__))
    return {name: importlib.import_module(f"evals.figures.{name}") for name in names}


def find(needs: str, data: Path | None) -> Path | None:
    """The folder of a data set: below `data` (a folder like shared/, its data/, or the set itself), else below shared/."""
    place, form = DATASETS[needs]
    below = Path(place)
    if data is None:
        tries = [SHARED / below]
    else:
        parts = below.parts
        tries = [data / Path(*parts[n:]) for n in range(len(parts))] + [data]
    return next((t for t in tries if t.is_dir() and any(t.glob(form))), None)


def hash_of(needs: str, folder: Path) -> str:
    """A hash of the files a data set consists of, so that a floor is compared on the same data only."""
    pattern = {"retold": "*/*/*.txt", "aeb": "html/*", "aed": "html/*", "reading": "*/html/*"}.get(needs)
    files = sorted(folder.glob(DATASETS[needs][1])) + (sorted(folder.glob(pattern)) if pattern else [])
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.relative_to(folder).as_posix()}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


def run(name: str, figure: ModuleType, data: Path | None) -> Measured:
    """Measure one figure, or say why it is skipped."""
    folder = find(figure.NEEDS, data)
    if folder is None:
        where = data if data is not None else SHARED
        return Measured(name, figure.VERSION, figure.NEEDS, None, {}, f"no {figure.NEEDS} data below {where}")
    measure: Callable[[Path], dict[str, float]] = figure.measure
    return Measured(name, figure.VERSION, figure.NEEDS, hash_of(figure.NEEDS, folder), measure(folder), None)


# ------------------------------------------------------------------------------------------------ arithmetic


def f1(true: float, predicted: float, gold: float) -> float:
    """F1 of counts; 0 where nothing was predicted or nothing is true."""
    p, r = (true / predicted if predicted else 0.0), (true / gold if gold else 0.0)
    return 2 * p * r / (p + r) if p + r else 0.0


def mean(values: Iterable[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    kept = list(values)
    return sum(kept) / len(kept) if kept else 0.0


def bcubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """BCubed precision, recall and F of a grouping: items of `gold` (item -> group), an item missing in `found` stands alone."""
    items = sorted(gold)
    own = {item: found.get(item, f"alone:{item}") for item in items}
    gold_groups, own_groups = _members({i: gold[i] for i in items}), _members(own)
    precision = mean(len(own_groups[own[i]] & gold_groups[gold[i]]) / len(own_groups[own[i]]) for i in items)
    recall = mean(len(own_groups[own[i]] & gold_groups[gold[i]]) / len(gold_groups[gold[i]]) for i in items)
    return precision, recall, (2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def _members(groups: Mapping[str, str]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for item, group in groups.items():
        out.setdefault(group, set()).add(item)
    return out


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve: the chance that a true one scores above a false one, ties half."""
    true = [s for s, label in zip(scores, labels, strict=True) if label]
    false = [s for s, label in zip(scores, labels, strict=True) if not label]
    if not true or not false:
        return 0.0
    return sum((t > f) + 0.5 * (t == f) for t in true for f in false) / (len(true) * len(false))


def average_precision(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean of the precision at every true item, best score first; ties in the order given."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    hits, total = 0, 0.0
    for rank, i in enumerate(order, 1):
        if labels[i]:
            hits += 1
            total += hits / rank
    return total / max(1, sum(labels))
