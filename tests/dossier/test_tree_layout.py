"""The drawing of the tree: nothing overlaps, nothing leaves the canvas, the same input gives the same drawing."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.dossier.tree_layout import BAND, BOX_WIDTH, LABEL_WIDTH, PER_ROW, Box, Edge, Layout, layout


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    """Up to 14 nodes; each may have up to three parents among those before it."""
    n = draw(st.integers(1, 14))
    nodes = [f"n{k}" for k in range(n)]
    edges = []
    for k in range(1, n):
        parents = sorted(draw(st.sets(st.integers(0, k - 1), max_size=3)))
        edges += [Edge(parent=f"n{p}", child=f"n{k}", first=i == 0) for i, p in enumerate(parents)]
    return nodes, edges


def apart(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Whether two rectangles (left, top, right, bottom) have no inside in common."""
    return a[2] <= b[0] + 0.2 or b[2] <= a[0] + 0.2 or a[3] <= b[1] + 0.2 or b[3] <= a[1] + 0.2


def rectangle(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.x + box.width, box.y + box.height


def labels(drawn: Layout) -> list[tuple[float, float, float, float]]:
    """The room kept for each label."""
    return [(x.label_x - LABEL_WIDTH / 2, x.label_y - 8, x.label_x + LABEL_WIDTH / 2, x.label_y + 8) for x in drawn.lines]


def trunks(drawn: Layout) -> list[tuple[float, float, float]]:
    """(x, top, bottom) of every upright stretch of a line."""
    out = []
    for line in drawn.lines:
        at = (0.0, 0.0)
        for kind, numbers in re.findall(r"([MCV])([^MCV]+)", line.path):
            values = [float(v) for v in numbers.split()]
            if kind == "V":
                out.append((at[0], at[1], values[0]))
                at = (at[0], values[0])
            else:
                at = (values[-2], values[-1])
    return out


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_nothing_overlaps_and_nothing_leaves_the_canvas(graph: tuple[list[str], list[Edge]]) -> None:
    nodes, edges = graph
    drawn = layout(nodes, edges)
    assert sorted(b.id for b in drawn.boxes) == sorted(nodes)
    assert len(drawn.lines) == len(edges)
    rectangles = [rectangle(b) for b in drawn.boxes]
    for a, b in combinations(rectangles + labels(drawn), 2):
        assert apart(a, b)
    for left, top, right, bottom in rectangles + labels(drawn):
        assert left >= 0 and top >= 0 and right <= drawn.width and bottom <= drawn.height
    for x, top, bottom in trunks(drawn):
        assert not any(left < x < right and top < low - 0.2 and bottom > high + 0.2 for left, high, right, low in rectangles)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_parents_stand_above_children_and_the_drawing_is_the_same_again(graph: tuple[list[str], list[Edge]]) -> None:
    nodes, edges = graph
    drawn = layout(nodes, edges)
    top = {b.id: b.y for b in drawn.boxes}
    assert all(top[e.parent] < top[e.child] for e in edges)
    assert drawn == layout(nodes, edges[::-1])


def test_a_lone_report_and_none() -> None:
    assert len(layout(["a"], []).boxes) == 1
    assert layout([], []).boxes == ()


def test_a_wide_family_breaks_into_rows_on_one_trunk() -> None:
    children = [f"c{k}" for k in range(60)]
    drawn = layout(["wire", *children], [Edge(parent="wire", child=c, first=True) for c in children])
    assert drawn.width < (PER_ROW + 1) * (BOX_WIDTH + 40)
    assert len({b.y for b in drawn.boxes}) == 11
    for a, b in combinations([rectangle(b) for b in drawn.boxes] + labels(drawn), 2):
        assert apart(a, b)


def test_a_circle_is_drawn_and_does_not_hang() -> None:
    edges = [Edge(parent="a", child="b", first=True), Edge(parent="b", child="a", first=True)]
    drawn = layout(["a", "b"], edges)
    assert len(drawn.lines) == 2
    assert len({b.y for b in drawn.boxes}) == 2


def test_what_hangs_on_nothing_stands_at_the_right() -> None:
    drawn = layout(["alone", "wire", "copy"], [Edge(parent="wire", child="copy", first=True)])
    left = {b.id: b.x for b in drawn.boxes}
    assert left["alone"] > left["wire"]


def test_labels_stand_in_the_band_above_their_box() -> None:
    drawn = layout(["a", "b", "c"], [Edge(parent="a", child="c", first=True), Edge(parent="b", child="c", first=False)])
    child = next(b for b in drawn.boxes if b.id == "c")
    assert all(child.y - BAND <= x.label_y <= child.y for x in drawn.lines)
    assert child.width >= 2 * LABEL_WIDTH


def test_a_path_of_whole_pixels_ends_where_the_one_with_coordinates_does() -> None:
    from stemma.dossier.views.tree import relative

    assert relative("M98.4 94C98.4 117 12 117 12 140V166") == "M98 94c0 23-86 23-86 46v26"
