"""Floors: what was measured once must not be lost. `floors.json` holds, per figure, the metric's version, the data's hash and
the values; a figure whose metric or data changed starts anew, and the gate says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final, TypedDict

from evals.core import Measured

FILE: Final = Path(__file__).with_name("floors.json")
SLACK: Final = 0.004
"""How far below a floor still counts as equal. The sentence encoder's int8 kernels differ between processors in the last bits,
which moves a handful of borderline pairs; on one machine every figure is reproduced exactly. Floors do not follow such a fall."""


class Floor(TypedDict):
    """One figure's floor: versions it holds for, values that must not fall (`floors`) or rise (`ceilings`)."""

    version: int
    data: str
    floors: dict[str, float]
    ceilings: dict[str, float]


def load() -> dict[str, Floor]:
    """The floors on file; none where there is no file."""
    if not FILE.exists():
        return {}
    pinned: dict[str, Floor] = json.loads(FILE.read_text("utf-8"))
    return pinned


def gate(measured: Sequence[Measured], known: dict[str, ModuleType]) -> int:
    """Compare with the floors and say every fall; 1 if there is one, or if a figure that was measured has no floor."""
    pinned, failed, skipped, held = load(), 0, 0, 0
    for m in measured:
        if m.data is None:
            skipped += 1
            print(f"gate: {m.name} skipped: {m.skipped}")
            continue
        floor = pinned.get(m.name)
        if floor is None:
            failed += 1
            print(f"gate: {m.name} has no floor: run `python -m evals pin {m.name}`")
            continue
        if (floor["version"], floor["data"]) != (m.version, m.data):
            failed += 1
            print(
                f"gate: {m.name}: its floor holds for metric v{floor['version']} on data {floor['data']}, "
                f"measured was v{m.version} on {m.data}: run `python -m evals pin {m.name}`"
            )
            continue
        missing = [
            k
            for k in (*known[m.name].FLOORS, *getattr(known[m.name], "CEILINGS", ()))
            if k not in floor["floors"] | floor["ceilings"]
        ]
        for key in missing:
            failed += 1
            print(f"gate: {m.name}.{key} is to be watched and has no floor: run `python -m evals pin {m.name}`")
        for bound, sign in ((floor["floors"], 1), (floor["ceilings"], -1)):
            for key, limit in bound.items():
                value = m.values.get(key)
                if value is None or sign * (value - limit) < -SLACK:
                    failed += 1
                    shown = "gone" if value is None else f"{value:.4f}"
                    print(f"gate: {m.name}.{key} {'fell' if sign > 0 else 'rose'}: {shown}, pinned {limit:.4f}")
                else:
                    held += 1
    print(f"gate: {held} figures held, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def pin(measured: Sequence[Measured], known: dict[str, ModuleType]) -> int:
    """Raise the floors to what was measured. A value that fell is refused (1) unless metric or data changed."""
    pinned, refused = load(), 0
    for m in measured:
        if m.data is None:
            print(f"pin: {m.name} skipped: {m.skipped}")
            continue
        old = pinned.get(m.name)
        same = old is not None and (old["version"], old["data"]) == (m.version, m.data)
        if old is not None and not same:
            print(f"pin: {m.name}: metric or data changed (v{old['version']} {old['data']} -> v{m.version} {m.data}); starts anew")
        fresh: Floor = {"version": m.version, "data": m.data, "floors": {}, "ceilings": {}}
        for kind, keys, sign in (("floors", known[m.name].FLOORS, 1), ("ceilings", getattr(known[m.name], "CEILINGS", ()), -1)):
            for key in keys:
                value = round(m.values[key], 4)
                before = old[kind].get(key) if same and old is not None else None  # type: ignore[literal-required]
                if before is not None and sign * (value - before) < 0:
                    if sign * (value - before) < -SLACK:
                        refused += 1
                        print(f"pin: {m.name}.{key}: {value:.4f} is worse than the pinned {before:.4f}; not changed")
                    value = before
                fresh[kind][key] = value  # type: ignore[literal-required]
        pinned[m.name] = fresh
    FILE.write_text(json.dumps(dict(sorted(pinned.items())), indent=1) + "\n", "utf-8")
    record(measured)
    return 1 if refused else 0


def record(measured: Sequence[Measured]) -> None:
    """Keep all values measured, for the table in the documentation; figures not measured now keep their last values."""
    file = FILE.with_name("measured.json")
    kept = {m["name"]: m for m in json.loads(file.read_text("utf-8"))} if file.exists() else {}
    for m in measured:
        if m.data is not None:
            kept[m.name] = m.__dict__ | {"values": {k: round(v, 4) for k, v in m.values.items()}}
    file.write_text(json.dumps([kept[name] for name in sorted(kept)], indent=1) + "\n", "utf-8")
