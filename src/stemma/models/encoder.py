"""The sentence encoder: all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) as an int8 graph that ships.

Card: docs/models/minilm.md. Made by tools/export_encoder.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from stemma.models.weights import verified

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER: Final = Path(__file__).parent
MODEL: Final = "minilm-l6-int8.onnx"
MODEL_SHA256: Final = "02ea8e1a59d7dd6b684c04ef23e3e0a5aea9a74b8ffb6a80c0034c284f636d65"
TOKENIZER: Final = "minilm-l6-tokenizer.json"
TOKENIZER_SHA256: Final = "7a8aa4550673b0217dbb10bb17c9ec246b79ed2c9637622555b51864f224b746"
NAME: Final = "minilm-l6-int8"
SIZE: Final = 384
"""Length of a vector."""
GRID: Final = 1024
"""Vectors of pieces are multiples of one part in so many."""
LONGEST: Final = 128
"""Word pieces of a sentence that are looked at; what comes after is not seen."""

WORKERS: Final = 2
"""Sentences read at the same time by `read_all`: a run keeps one core busy, and every machine has two."""


@lru_cache(maxsize=1)
def load() -> tuple[InferenceSession, Tokenizer]:
    """The graph and its tokenizer, verified by hash; loaded once a process. Raises `BadWeights`."""
    # Here and not at the top: what never compares sentences need not wait for it.
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    graph = verified(FOLDER / MODEL, MODEL_SHA256)
    tokenizer = Tokenizer.from_file(str(verified(FOLDER / TOKENIZER, TOKENIZER_SHA256)))
    return InferenceSession(str(graph), options, providers=["CPUExecutionProvider"]), tokenizer


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One sentence as the encoder reads it: `vector`, shape `(384,)`, and its word pieces with their own vectors in context.

    Piece `p` is `sentence[starts[p]:ends[p]]`, its vector `pieces[p]`; all vectors have length 1 (those of pieces are rounded
    to multiples of 2^-10, so that their dot products are exact in single precision).
    """

    vector: NDArray[np.float32]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    pieces: NDArray[np.float16]


@lru_cache(maxsize=4096)
def read(sentence: str) -> Reading:
    """Read one sentence, by itself. At most 128 word pieces are looked at. Raises `BadWeights`.

    One sentence a run: int8 ranges are taken from what is in a run, so a batch would let sentences change each other.
    """
    session, tokenizer = load()
    cut = tokenizer.encode(sentence)
    vector, pieces = session.run(None, {"input_ids": np.array([cut.ids], dtype=np.int64)})
    kept = [n for n, (start, end) in enumerate(cut.offsets) if end > start]
    gridded = (np.round(pieces[kept] * GRID) / GRID).astype(np.float16)
    for array in (vector, gridded):
        array.flags.writeable = False
    return Reading(vector, tuple(cut.offsets[n][0] for n in kept), tuple(cut.offsets[n][1] for n in kept), gridded)


def read_all(sentences: Sequence[str]) -> list[Reading]:
    """What `read` gives for each sentence, in order, equal sentences once; `WORKERS` sentences at a time. Raises `BadWeights`.

    Unlike `read` it holds as many as are asked for, so that a large story is read once.
    """
    different = list(dict.fromkeys(sentences))
    load()
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = pool.map(lambda part: [read(s) for s in part], [different[n::WORKERS] for n in range(WORKERS)])
        found = {s: r for n, part in enumerate(parts) for s, r in zip(different[n::WORKERS], part, strict=True)}
    return [found[s] for s in sentences]


def encode(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Sentences -> their vectors, shape `(len(sentences), 384)`, each of length 1, so that a dot product is the cosine.

    Each row depends on its own sentence only, never on what stands beside it. At most 128 word pieces of a sentence are
    looked at. About 500 sentences a second on one core, `WORKERS` at a time; the last 4096 are remembered. Raises `BadWeights`
    if the model that ships is missing or altered.
    """
    if not sentences:
        return np.zeros((0, SIZE), dtype=np.float32)
    return np.stack([reading.vector for reading in read_all(sentences)])
