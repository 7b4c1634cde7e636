from pathlib import Path

import stemma
from stemma.grouping.wide import kernels
from stemma.pipeline import layers


def test_machine_code_kept_by_the_first_run_makes_no_other_program(tmp_path: Path) -> None:
    room = tmp_path / "grouping" / "wide"
    (room / "__pycache__").mkdir(parents=True)
    (room / "kernels.py").write_text("one = 1\n")
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "main.py").write_text("")
    assert layers.makers(tmp_path) == [room / "kernels.py"]
    for name in ("kernels.cpython-311.pyc", "kernels.joined-78.py311.nbi", "kernels.joined-78.py311.1.nbc"):
        (room / "__pycache__" / name).write_bytes(b"machine code")
    assert layers.makers(tmp_path) == [room / "kernels.py"]
    (room / "weights.bin").write_bytes(b"weights")
    assert layers.makers(tmp_path) == [room / "kernels.py", room / "weights.bin"]


def test_the_program_is_its_code_lexicons_and_weights_and_nothing_that_running_it_writes() -> None:
    found = layers.makers(Path(stemma.__file__).parent)
    assert Path(kernels.__file__) in found
    assert {f.suffix for f in found}.isdisjoint({".pyc", ".nbi", ".nbc"})
