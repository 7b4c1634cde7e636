"""Going over every value inside a value, and the pages of the built-in story."""

import dataclasses
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

DEMO = Path(str(files("stemma.demo"))) / "pages"


def values(value: Any) -> Iterator[Any]:
    """The value itself and everything in it, depth first."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from values(item)


def demo_pages() -> list[Path]:
    """The seven pages of the built-in story, sorted."""
    return sorted(p for p in DEMO.iterdir() if p.suffix in {".txt", ".html"})
