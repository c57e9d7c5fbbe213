"""What the benchmarks rest on: a wrong answer stops them, a missed target is told, and the made-up graphs are whole."""

import time
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.graphs import make_streets
from benchmarks.page import write_page
from benchmarks.plot import draw_plot
from benchmarks.profiles import Profile
from benchmarks.race import Row, Section, agree, limited, race, race_over, times_as_fast, within_ms, within_times
from corridor.search import tree


def test_an_answer_that_differs_stops_the_benchmark():
    agree("task", [1.0, 2.0], [1.0, 2.0 + 1e-12])
    with pytest.raises(SystemExit, match="task: a peer and Corridor differ"):
        agree("task", [1.0, 2.0], [1.0, 2.1])


def test_what_is_slow_is_run_once_and_what_is_quick_after_a_warm_up():
    calls = {"quick": 0, "slow": 0}

    def work(who: str, seconds: float) -> str:
        calls[who] += 1
        time.sleep(seconds)
        return who

    ms, found = race({"quick": lambda: work("quick", 0.0), "slow": lambda: work("slow", 1.01)})
    assert calls == {"quick": 26, "slow": 1}
    assert found == {"quick": "quick", "slow": "slow"}
    assert ms["slow"] > 1000 > ms["quick"]


def test_each_case_is_checked():
    seen = []
    ms = race_over([1, 2], {"a": lambda case: case * 2}, lambda case, answers: seen.append((case, answers["a"])))
    assert seen == [(1, 2), (2, 4)]
    assert ms["a"] < 1000


def test_work_over_its_limit_is_cut_off():
    assert limited(lambda: 3, 60)[1] == 3
    ms, result = limited(lambda: time.sleep(30), 0.1)
    assert (ms, result) == (100.0, None)


def test_targets_are_told_as_reached_or_missed():
    row = Row("tree", {"compiled": 10.0, "scipy": 30.0}, frozenset({"scipy"}))
    assert times_as_fast(row, "compiled", "scipy", 3).is_reached
    missed = times_as_fast(row, "compiled", "scipy", 4)
    assert not missed.is_reached
    assert missed.measured == "over 3 times"
    assert within_ms(row, "compiled", 10).is_reached
    assert not within_ms(row, "compiled", 9.9).is_reached
    assert not within_times(row, "trees", 1.6, 1.5).is_reached


def test_the_page_says_what_is_missed_and_what_was_cut_off():
    row = Row("tree", {"compiled": 10.0, "scipy": 30.0}, frozenset({"scipy"}))
    sections = [
        Section(
            "Net", ["A note."], ("plain", "compiled"), ("scipy",), [row], [times_as_fast(row, "compiled", "scipy", 4)]
        )
    ]
    page = write_page("a machine", "1.0 to 2.0", 3.0, sections, [], [Profile("search", 5.0, (("heappop", 0.5),))])
    assert "0 of 1 are reached." in page
    assert "| Net | tree, compiled | 4 times as fast as scipy | over 3 times | **no** |" in page
    assert "| tree | - | 10 | over 30 (over 3x) |" in page
    assert "| search | 5 | `heappop` 50% |" in page


def test_streets_have_the_links_asked_for_and_are_all_reached():
    for links in (100, 316, 3162):
        graph = make_streets(links)
        assert len(graph.cost) == links
        assert np.isfinite(tree(graph.arrays(compiled=False), graph.costs, 0)[0]).all()


def test_a_plot_is_an_svg_with_a_line_for_each_who():
    curve = [(100.0, 0.1), (1000.0, 2.0)]
    root = ElementTree.fromstring(draw_plot("a < b", dict.fromkeys(("plain", "compiled", "scipy", "networkx"), curve)))
    assert len(root.findall("{http://www.w3.org/2000/svg}polyline")) == 4
