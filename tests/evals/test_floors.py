import json
from pathlib import Path
from types import ModuleType

import pytest

from evals import core, floors
from evals.core import Measured


def figure(floor_keys: tuple[str, ...] = ("f1",), ceilings: tuple[str, ...] = ()) -> dict[str, ModuleType]:
    module = ModuleType("toy")
    module.FLOORS, module.CEILINGS, module.VERSION, module.NEEDS = floor_keys, ceilings, 1, "retold"  # type: ignore[attr-defined]
    return {"toy": module}


def measured(value: float, *, version: int = 1, data: str | None = "d1", high: float = 0.1) -> Measured:
    return Measured("toy", version, "retold", data, {"f1": value, "too_high": high}, None if data else "no data")


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "floors.json"
    monkeypatch.setattr(floors, "FILE", file)
    return file


def test_a_fall_fails_and_a_rise_passes() -> None:
    known = figure()
    assert floors.pin([measured(0.8)], known) == 0
    assert floors.gate([measured(0.8)], known) == 0
    assert floors.gate([measured(0.9)], known) == 0
    assert floors.gate([measured(0.79)], known) == 1


def test_a_ceiling_must_not_rise() -> None:
    known = figure(ceilings=("too_high",))
    floors.pin([measured(0.8, high=0.1)], known)
    assert floors.gate([measured(0.8, high=0.05)], known) == 0
    assert floors.gate([measured(0.8, high=0.2)], known) == 1


def test_a_floor_is_never_lowered(own_file: Path) -> None:
    known = figure()
    floors.pin([measured(0.8)], known)
    assert floors.pin([measured(0.7)], known) == 1
    assert json.loads(own_file.read_text())["toy"]["floors"]["f1"] == 0.8
    assert floors.pin([measured(0.85)], known) == 0
    assert json.loads(own_file.read_text())["toy"]["floors"]["f1"] == 0.85


def test_another_metric_or_other_data_starts_anew_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    known = figure()
    floors.pin([measured(0.8)], known)
    assert floors.gate([measured(0.9, version=2)], known) == 1
    assert "holds for metric v1" in capsys.readouterr().out
    assert floors.pin([measured(0.7, data="d2")], known) == 0
    assert "metric or data changed" in capsys.readouterr().out
    assert floors.gate([measured(0.7, data="d2")], known) == 0


def test_skipped_figures_are_said_and_unpinned_ones_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert floors.gate([measured(0.8, data=None)], figure()) == 0
    assert "skipped" in capsys.readouterr().out
    assert floors.gate([measured(0.8)], figure()) == 1
    assert "no floor" in capsys.readouterr().out


def test_bcubed_auc_and_average_precision_by_hand() -> None:
    gold = {"a": "1", "b": "1", "c": "2"}
    assert core.bcubed(gold, gold) == (1.0, 1.0, 1.0)
    precision, recall, _ = core.bcubed(gold, {"a": "x", "b": "x", "c": "x"})
    assert (round(precision, 4), recall) == (round((2 / 3 + 2 / 3 + 1 / 3) / 3, 4), 1.0)
    assert core.bcubed(gold, {})[1] == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert core.auc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)
    assert core.average_precision([0.9, 0.8, 0.1], [True, False, True]) == pytest.approx((1 + 2 / 3) / 2)
    assert core.f1(0, 0, 3) == 0.0 and core.f1(2, 4, 2) == pytest.approx(2 / 3)
