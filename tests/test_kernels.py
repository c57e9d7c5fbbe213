"""Kernels: when they are compiled, and what is said where they could be."""

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from corridor.search import Arrays, kernels, tree
from corridor.search.kernels import COMPILE_FROM, Kernel, force, kernel


def line(edges: int) -> Arrays:
    return Arrays(edges + 1, range(edges), range(1, edges + 1))


@pytest.fixture(params=[True, False])
def has_numba(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    """Pretend that numba is installed, or that it is not; nothing is compiled here."""
    found = object() if request.param else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found)
    for cached in (kernels._has_numba, kernels._warn_once):
        cached.cache_clear()
    yield request.param
    for cached in (kernels._has_numba, kernels._warn_once):
        cached.cache_clear()


def test_small_graphs_are_plain_with_and_without_numba(has_numba: bool) -> None:
    arrays = line(COMPILE_FROM - 1)
    assert not arrays.compiled
    assert isinstance(arrays.out_edge, list)


def test_large_graphs_are_compiled_or_say_once_how_they_could_be(has_numba: bool) -> None:
    if has_numba:
        assert line(COMPILE_FROM).compiled
        return
    with pytest.warns(UserWarning, match=r"pip install 'corridor\[fast\]'"):
        arrays = line(COMPILE_FROM)
    assert not arrays.compiled
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not line(COMPILE_FROM).compiled
    distance, _ = tree(arrays, [1.0] * COMPILE_FROM, 0)
    assert distance[-1] == COMPILE_FROM


def test_force_holds_within_its_block_and_is_undone(has_numba: bool) -> None:
    with force(compiled=True):
        assert line(1).compiled
        with force(compiled=False):
            assert not line(COMPILE_FROM).compiled
        assert line(1).compiled
    assert not line(1).compiled
    assert line(1).compiled is Arrays(2, [0], [1], compiled=False).compiled
    assert Arrays(2, [0], [1], compiled=True).compiled


def test_the_plain_form_of_a_kernel_is_the_function_itself() -> None:
    def double(number: int) -> int:
        return 2 * number

    made = kernel(double)
    assert isinstance(made, Kernel)
    assert made[False] is double


def test_where_no_machine_code_can_be_kept_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    numba = pytest.importorskip("numba")
    asked = []

    def refuse(*, nogil: bool, cache: bool = False) -> Callable[[Any], Any]:
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    def double(number: int) -> int:
        return 2 * number

    monkeypatch.setattr(numba, "njit", refuse)
    assert kernel(double)[True](2) == 4
    assert asked == [True, False]
