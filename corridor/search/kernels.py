"""Kernels: search functions over flat sequences, plain Python on small graphs and compiled by numba on large ones."""

import contextlib
import functools
import importlib.util
import warnings
from collections.abc import Callable, Iterator, MutableSequence
from contextvars import ContextVar
from typing import Any, Final, Generic, ParamSpec, TypeAlias, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

Ints: TypeAlias = MutableSequence[int]
Floats: TypeAlias = MutableSequence[float]
"""What kernels read and fill: lists when plain, one-dimensional numpy arrays of 64 bits when compiled."""

COMPILE_FROM: Final = 20_000
"""Edges from which a graph is searched by compiled kernels: on smaller ones nobody should wait for a compiler."""

_forced: ContextVar[bool | None] = ContextVar("_forced", default=None)
_forms: list[tuple[Callable[..., Any], Callable[..., Any]]] = []
"""Functions that kernels may name, each with what compiled ones call there; numba is told at the first compilation."""


class Kernel(Generic[_P, _R]):
    """A function in two forms: `kernel[False]` is plain Python, `kernel[True]` the same function compiled.

    It is compiled at its first call for each set of argument types; the machine code is kept on disk for later runs.
    """

    def __init__(self, plain: Callable[_P, _R]) -> None:
        self._plain = plain

    def __getitem__(self, compiled: bool) -> Callable[_P, _R]:
        return self._compiled if compiled else self._plain

    @functools.cached_property
    def _compiled(self) -> Callable[_P, _R]:
        import numba

        while _forms:
            _compile_as(*_forms.pop())
        compiled: Callable[_P, _R]
        try:
            compiled = numba.njit(cache=True, nogil=True)(self._plain)
        except RuntimeError:
            # No folder in which the machine code could be kept can be written to.
            compiled = numba.njit(nogil=True)(self._plain)
        return compiled


def _compile_as(function: Callable[..., Any], form: Callable[..., Any]) -> None:
    from numba import types
    from numba.extending import overload

    @overload(function, strict=False)
    def choose(first: Any, *_: Any) -> Callable[..., Any] | None:
        return form if form is function or isinstance(first, types.Array) else None


def kernel(function: Callable[_P, _R]) -> Kernel[_P, _R]:
    """Make a kernel of a function in the subset of Python that numba compiles.

    It takes scalars and flat sequences, with buffers made by the caller; heapq and tuples may be used, other Python
    objects may not. It calls only functions marked `inline` or `instead_of` in its own file, as the stored machine code
    is renewed when that file changes.
    """
    return Kernel(function)


def inline(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let the kernels of a file call a function of that file."""
    _forms.append((function, function))
    return function


def instead_of(function: Callable[..., Any]) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Let compiled kernels of a file call a function of that file where they name another and give it an array first.

    Both must do the same: for what plain Python does to lists, or numpy to whole rows, and machine code otherwise.
    """

    def replace(form: Callable[_P, _R]) -> Callable[_P, _R]:
        _forms.append((function, form))
        return form

    return replace


@contextlib.contextmanager
def force(*, compiled: bool) -> Iterator[None]:
    """Search the graphs that are made within by compiled kernels, or by plain ones, whatever their size."""
    token = _forced.set(compiled)
    try:
        yield
    finally:
        _forced.reset(token)


def compiles(n_edges: int) -> bool:
    """Say whether a graph of so many edges is searched by compiled kernels; warn once if numba is missed."""
    if (forced := _forced.get()) is not None:
        return forced
    if n_edges < COMPILE_FROM:
        return False
    if not _has_numba():
        _warn_once()
        return False
    return True


@functools.cache
def _has_numba() -> bool:
    return importlib.util.find_spec("numba") is not None


@functools.cache
def _warn_once() -> None:
    warnings.warn(
        "A graph of this size is searched many times faster by compiled code. To have it: pip install 'corridor[fast]'",
        stacklevel=4,
    )
