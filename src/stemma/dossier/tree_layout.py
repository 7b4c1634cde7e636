"""Where the boxes and lines of the family tree stand: a layered drawing, computed without a browser.

The steps are those of Sugiyama, Tagawa and Toda (1981): layers by longest path, dummies where a line crosses a layer, an
order in each layer by the means of the neighbours, then places. Three things are ours: a layer that would be too wide breaks
into several; all lines of one parent share their dummies, so that a long family hangs on one trunk; and in a layer the places
that are least far from the wished ones, at the least distance, are found exactly (pool adjacent violators).
No two boxes touch and no line enters the band in which the labels stand except its own, so that text never overlaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BOX_WIDTH = 172.0
BOX_HEIGHT = 82.0
LABEL_WIDTH = 104.0
GAP = 16.0
TRUNK = 14.0
BEND = 46.0
BAND = 26.0
MARGIN = 12.0
PER_ROW = 6
SWEEPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line to draw; `first` marks the child's main parent."""

    parent: str
    child: str
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node's place: left, top, width and height in pixels."""

    id: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An edge's way as an SVG path, and the middle of its label."""

    edge: Edge
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The whole drawing; all coordinates are inside `width` x `height`."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def layout(nodes: Sequence[str], edges: Sequence[Edge], per_row: int = PER_ROW) -> Layout:
    """Place `nodes` (in the order wished, left to right) and `edges` (parent above child); the same input, the same drawing.

    Edges that would close a circle are drawn but do not count for the layers. At most `per_row` boxes stand side by side
    unless that many have children of their own.
    """
    edges = sorted(edges, key=lambda e: (e.parent, e.child))
    joined = {n for e in edges for n in (e.parent, e.child)}
    nodes = sorted(dict.fromkeys(nodes), key=lambda n: n not in joined)  # what hangs on nothing stands at the right
    down = _acyclic(nodes, edges)
    row = _rows(nodes, down, per_row)
    incoming = {n: [e for e in edges if e.child == n] for n in nodes}
    width: dict[str, float] = {n: max(BOX_WIDTH, LABEL_WIDTH * len(incoming[n])) for n in nodes}
    rows: list[list[str]] = [[] for _ in range(max(row.values(), default=-1) + 1)]
    for node in nodes:
        rows[row[node]].append(node)
    links: list[tuple[str, str]] = []
    trunks: set[str] = set()
    for edge in down:
        above = edge.parent
        for level in range(row[edge.parent] + 1, row[edge.child]):
            dummy = f"{edge.parent}\0{level}"
            if dummy not in trunks:
                trunks.add(dummy)
                width[dummy] = TRUNK
                row[dummy] = level
                rows[level].insert(len(rows[level]) // 2, dummy)
                links.append((above, dummy))
            above = dummy
        links.append((above, edge.child))
    _order(rows, links)
    centre = _places(rows, links, width)
    left = min((centre[n] - width[n] / 2 for n in centre), default=0.0)
    centre = {n: x - left + MARGIN for n, x in centre.items()}
    top = {level: MARGIN + level * (BOX_HEIGHT + BEND + BAND) for level in range(len(rows))}
    boxes = tuple(Box(id=n, x=_r(centre[n] - width[n] / 2), y=top[row[n]], width=width[n], height=BOX_HEIGHT) for n in nodes)
    lines = [_line(e, incoming, centre, width, row, top) for e in edges if e.parent in row and e.child in row]
    return Layout(
        width=_r(max((centre[n] + width[n] / 2 for n in centre), default=0.0) + MARGIN),
        height=_r(max(top.values(), default=0.0) + BOX_HEIGHT + MARGIN),
        boxes=boxes,
        lines=tuple(lines),
    )


def _acyclic(nodes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges less those that close a circle, in a fixed order (main parents first)."""
    kept: list[Edge] = []
    below: dict[str, list[str]] = {n: [] for n in nodes}
    for edge in sorted(edges, key=lambda e: (not e.first, e.parent, e.child)):
        if edge.parent not in below or edge.child not in below:
            continue
        seen, todo = {edge.child}, [edge.child]
        while todo:
            for child in below[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        if edge.parent not in seen:
            below[edge.parent].append(edge.child)
            kept.append(edge)
    return kept


def _rows(nodes: Sequence[str], edges: Sequence[Edge], per_row: int) -> dict[str, int]:
    """The row of each node: its longest path from a root, layers with too many boxes broken into even rows."""
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for edge in edges:
            if depth[edge.child] <= depth[edge.parent]:
                depth[edge.child] = depth[edge.parent] + 1
                moved = True
        if not moved:
            break
    parents = {e.parent for e in edges}
    out: dict[str, int] = {}
    start = 0
    for level in range(max(depth.values(), default=-1) + 1):
        layer = [n for n in nodes if depth[n] == level]
        leaves = [n for n in layer if n not in parents]
        inner = [n for n in layer if n in parents]
        spread = -(-len(layer) // per_row)
        size = -(-len(layer) // spread)
        # Roots with children stand on top; further down parents stand lowest, next to their children.
        ranked = inner + leaves if level == 0 else leaves + inner
        for n, node in enumerate(ranked):
            out[node] = start + n // size
        start += spread
    return out


def _order(rows: list[list[str]], links: Sequence[tuple[str, str]]) -> None:
    """Sort each row by the mean place of its neighbours above, then below, a few times; keeps the best order seen."""
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for a, b in links:
        down.setdefault(a, []).append(b)
        up.setdefault(b, []).append(a)
    best, fewest = [list(r) for r in rows], _crossings(rows, links)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        for row in rows if downward else rows[::-1]:
            place = {n: k / max(1, len(r) - 1) if len(r) > 1 else 0.5 for r in rows for k, n in enumerate(r)}
            near = up if downward else down
            alone = {n for n in row if n not in up and n not in down}
            wish = {n: 2.0 if n in alone else _mean([place[m] for m in near[n]]) if n in near else place[n] for n in row}
            row.sort(key=lambda n: (wish[n], place[n]))
        crossings = _crossings(rows, links)
        if crossings < fewest:
            best, fewest = [list(r) for r in rows], crossings
    for row, kept in zip(rows, best, strict=True):
        row[:] = kept


def _crossings(rows: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> int:
    """How many pairs of lines cross between neighbouring rows."""
    place = {n: (level, k) for level, r in enumerate(rows) for k, n in enumerate(r)}
    between: dict[int, list[tuple[int, int]]] = {}
    for a, b in links:
        between.setdefault(place[a][0], []).append((place[a][1], place[b][1]))
    return sum(
        (a1 - b1) * (a2 - b2) < 0 for lines in between.values() for n, (a1, a2) in enumerate(lines) for b1, b2 in lines[n + 1 :]
    )


def _places(rows: Sequence[Sequence[str]], links: Sequence[tuple[str, str]], width: Mapping[str, float]) -> dict[str, float]:
    """The middle of each node: as near to the mean of its neighbours as the order and the distances allow."""
    near: dict[str, list[str]] = {}
    for a, b in links:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    centre: dict[str, float] = {}
    for row in rows:
        at = 0.0
        for node in row:
            centre[node] = at + width[node] / 2
            at += width[node] + GAP
        middle = (at - GAP) / 2
        for node in row:
            centre[node] -= middle
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wished = [_mean([centre[m] for m in near[n]]) if n in near else centre[n] for n in row]
            offset, offsets = 0.0, []
            for k, node in enumerate(row):
                offset += (width[row[k - 1]] + width[node]) / 2 + GAP if k else 0.0
                offsets.append(offset)
            fitted = _isotonic([w - o for w, o in zip(wished, offsets, strict=True)])
            for node, shifted, extra in zip(row, fitted, offsets, strict=True):
                centre[node] = shifted + extra
    return centre


def _isotonic(wished: Sequence[float]) -> list[float]:
    """The non-decreasing numbers nearest to `wished` in least squares: pool adjacent violators."""
    pools: list[tuple[float, int]] = []
    for value in wished:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2], pools[-1]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m)]
    return [value for value, n in pools for _ in range(n)]


def _line(
    edge: Edge,
    incoming: Mapping[str, Sequence[Edge]],
    centre: Mapping[str, float],
    width: Mapping[str, float],
    row: Mapping[str, int],
    top: Mapping[int, float],
) -> Line:
    """From the parent's foot along its trunk to the child's head; several parents share the child's head from left to right."""
    parents = sorted(incoming[edge.child], key=lambda e: (centre[e.parent], e.parent))
    slot = width[edge.child] / len(parents)
    end_x = centre[edge.child] - width[edge.child] / 2 + slot * (parents.index(edge) + 0.5)
    end_y = top[row[edge.child]]
    label_y = end_y - BAND / 2 - 4
    x, y = centre[edge.parent], top[row[edge.parent]] + BOX_HEIGHT
    path = [f"M{_p(x)} {_p(y)}"]
    if row[edge.child] <= row[edge.parent]:  # against the order: around the side
        path.append(f"C{_p(x)} {_p(y + BEND)} {_p(end_x)} {_p(end_y - BAND - BEND)} {_p(end_x)} {_p(end_y - BAND)}V{_p(end_y)}")
        return Line(edge=edge, path="".join(path), label_x=_r(end_x), label_y=_r(label_y))
    for level in range(row[edge.parent] + 1, row[edge.child]):
        trunk = centre[f"{edge.parent}\0{level}"]
        path.append(_bend(x, y, trunk, top[level] - BAND) + f"V{_p(top[level] + BOX_HEIGHT)}")
        x, y = trunk, top[level] + BOX_HEIGHT
    path.append(_bend(x, y, end_x, end_y - BAND) + f"V{_p(end_y)}")
    return Line(edge=edge, path="".join(path), label_x=_r(end_x), label_y=_r(label_y))


def _bend(x: float, y: float, to_x: float, to_y: float) -> str:
    """A curve that leaves and arrives upright."""
    half = (to_y - y) / 2
    return f"C{_p(x)} {_p(y + half)} {_p(to_x)} {_p(to_y - half)} {_p(to_x)} {_p(to_y)}"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _p(value: float) -> str:
    """A coordinate of a path."""
    return f"{_r(value):g}"


def _r(value: float) -> float:
    """One decimal is finer than a pixel and keeps the file small."""
    return round(value, 1)
