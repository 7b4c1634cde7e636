from __future__ import annotations

from stemma.tracing.material import witness
from stemma.tracing.wording import Common, echoes, has_run, runs, wording
from tests.tracing.stories import EDIT, OWN, REWRITE, WIRE, article, grammar


def test_a_story_tells_of_two_bodies_what_they_tell_by_themselves() -> None:
    pages = [
        article(name, body) for name, body in (("North", WIRE), ("South", EDIT), ("East", REWRITE), ("West", WIRE), ("Own", OWN))
    ]
    bodies = [wording(witness(one, grammar(one))) for one in pages]
    common = Common(bodies)
    found = 0
    for x in bodies:
        for y in bodies:
            if x is not y:
                alone = runs(x, y)
                found += len(alone)
                assert common.runs(x, y) == alone
                assert common.runs(x, y, 1) == alone[:1]
                assert common.echoes(x, y) == echoes(x, y)
                for run in alone:
                    assert common.having(run.words) == sum(1 << n for n, b in enumerate(bodies) if has_run(b, run.words))
    assert found
