"""Errors that Corridor raises: each is a CorridorError and a builtin, and its message names the remedy."""

from collections.abc import Sequence


class CorridorError(Exception):
    """Base of every error that Corridor raises on purpose."""


class TableError(CorridorError, ValueError):
    """A table cannot be read; the message lists every fault as ``file, row, value, remedy``.

    `faults` holds the single messages.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        head = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__("\n".join([f"{head} in the tables:", *(f"  {fault}" for fault in self.faults)]))


class NetworkError(TableError):
    """A network is readable but unsound; see `check_network`."""


class UnknownPlaceError(CorridorError, KeyError):
    """No place answers to a name; `near` holds similar names."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        self.name = name
        self.near = tuple(near)
        super().__init__(name)

    def __str__(self) -> str:
        hint = (
            f"Did you mean {', '.join(self.near)}?"
            if self.near
            else "List all with net.places, or the command: corridor places."
        )
        return f"No place is called {self.name!r}. {hint}"


class UnknownNameError(CorridorError, KeyError):
    """A link, crossing, country, mode or project is not in the network."""

    def __init__(self, what: str, name: str, valid: Sequence[str]) -> None:
        self.what = what
        self.name = name
        self.valid = tuple(valid)
        super().__init__(name)

    def __str__(self) -> str:
        return f"No {self.what} is called {self.name!r}. Known: {', '.join(self.valid)}."


class ScenarioError(CorridorError, ValueError):
    """A scenario asks for something impossible."""


class NoRouteError(CorridorError, ValueError):
    """No route is left; `closures` is a smallest set of closures that causes it (empty: none ever existed)."""

    def __init__(self, message: str, closures: Sequence[str] = ()) -> None:
        self.closures = tuple(closures)
        super().__init__(message)


class LabelLimitError(CorridorError, RuntimeError):
    """A Pareto search needs more labels than it may make; `limit` holds how many it may."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"The Pareto set needs more than {limit:,} labels, and part of it would be no answer. "
            "Ask for fewer criteria, for a tolerance such as 0.01, or raise the limit."
        )


class MissingExtraError(CorridorError, ImportError):
    """Something needs an optional extra that is not installed; `extra` names it."""

    def __init__(self, what: str, extra: str, cause: str) -> None:
        self.extra = extra
        super().__init__(f'{what} needs the optional extra: pip install "corridor[{extra}]" ({cause}).')


class SearchLimitError(CorridorError, RuntimeError):
    """A search refused more ways for passing a place twice than it may; `found` routes had come before."""

    def __init__(self, limit: int, found: int) -> None:
        self.limit = limit
        self.found = found
        remedy = f"Ask for {found}" if found else "Name fewer or other places to pass"
        super().__init__(
            f"The search gave up: {limit:,} ways pass a place twice, and {found} of those before are routes. "
            f"{remedy}, or leave out by avoid or modes what leads round in circles."
        )
