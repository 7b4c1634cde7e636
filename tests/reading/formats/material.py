"""An invented report, and what reads files of it."""

import io
from types import ModuleType
from typing import Any

from stemma.errors import CODES, BadInput
from stemma.reading.parts import LIMITS, Limits, Part

PARAGRAPHS = (
    "The harbour board of Oskvik voted on Monday to close the old pier after a storm tore away its last steps.",
    "Chairwoman Lise Brandvold said the timbers were no longer safe for the ferry that crosses the bay every hour.",
    "About 300 people use the crossing every day, according to the board, which met in the town hall.",
)
TEXT = "\n\n".join(PARAGRAPHS)
LINE = " ".join(PARAGRAPHS)
HTML = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)


def parts(
    module: ModuleType, data: bytes | str, source: str = "file", limits: Limits = LIMITS, **more: Any
) -> list[Part | BadInput]:
    """What a format module finds, in order; what it raises comes last. Every code is a documented one."""
    raw = data.encode() if isinstance(data, str) else data
    out: list[Part | BadInput] = []
    try:
        for part in module.parts(io.BytesIO(raw), source, limits, **more):
            out.append(part)  # noqa: PERF402
    except BadInput as error:
        out.append(error)
    assert all(p.code in CODES for p in out if isinstance(p, BadInput))
    return out


def only(found: list[Part | BadInput]) -> Part:
    """The one part that was found."""
    assert len(found) == 1 and isinstance(found[0], Part), found
    return found[0]


def codes(found: list[Part | BadInput]) -> list[str]:
    """For each thing found its form, or the code of its refusal."""
    return [p.code if isinstance(p, BadInput) else p.form for p in found]
