"""The sentence encoder: all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) as an int8 graph that ships.

Card: docs/models/minilm.md. Made by tools/export_encoder.py.
"""

from __future__ import annotations

from collections.abc import Sequence
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
MODEL_SHA256: Final = "6988368067731b241146914b476d696d19a11345f14da192f2daecbb7e381eb1"
TOKENIZER: Final = "minilm-l6-tokenizer.json"
TOKENIZER_SHA256: Final = "7a8aa4550673b0217dbb10bb17c9ec246b79ed2c9637622555b51864f224b746"
NAME: Final = "minilm-l6-int8"
SIZE: Final = 384
"""Length of a vector."""
LONGEST: Final = 128
"""Word pieces of a sentence that are looked at; what comes after is not seen."""


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


@lru_cache(maxsize=16384)
def _vector(sentence: str) -> NDArray[np.float32]:
    session, tokenizer = load()
    ids = np.array([tokenizer.encode(sentence).ids], dtype=np.int64)
    # One sentence a run: int8 ranges are taken from what is in a run, so a batch would let sentences change each other.
    vector: NDArray[np.float32] = session.run(None, {"input_ids": ids})[0]
    vector.flags.writeable = False
    return vector


def encode(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Sentences -> their vectors, shape `(len(sentences), 384)`, each of length 1, so that a dot product is the cosine.

    Each row depends on its own sentence only, never on what stands beside it. At most 128 word pieces of a sentence are
    looked at. About 400 sentences a second on one core; repeated sentences are remembered. Raises `BadWeights` if the model
    that ships is missing or altered.
    """
    if not sentences:
        return np.zeros((0, SIZE), dtype=np.float32)
    return np.stack([_vector(s) for s in sentences])
