"""Sources numbered in the order in which a report first cites them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from corridor.errors import UnknownNameError
from corridor.report.tabular import Column, Table

if TYPE_CHECKING:
    from corridor.network import Network
    from corridor.types import Basis


class Citations:
    """Numbers given to sources as they are cited; `table` lists them."""

    def __init__(self, network: "Network") -> None:
        self._network = network
        self._numbers: dict[str, int] = {}

    def number(self, source_id: str) -> int:
        """Return the source's number, the next free one at its first citation."""
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def cite(self, bases: "Iterable[Basis]") -> tuple[tuple[int, str], ...]:
        """Return the distinct numbers with grades behind a step, in order of its figures."""
        return tuple(dict.fromkeys((self.number(basis.source_id), basis.grade) for basis in bases))

    @property
    def rows(self) -> tuple[dict[str, Any], ...]:
        """Rows of the sources cited, by number."""
        return tuple({"number": number, **self._row(source_id)} for source_id, number in self._numbers.items())

    @property
    def table(self) -> Table:
        """The numbered list of sources."""
        return Table(
            title="Sources cited",
            columns=(
                Column(key="number", head="No.", kind="integer"),
                Column(key="title", head="Title"),
                Column(key="publisher", head="Publisher"),
                Column(key="year", head="Year", kind="integer"),
                Column(key="address", head="Address"),
                Column(key="date_read", head="Read on", kind="date"),
                Column(key="how", head="How"),
            ),
            rows=self.rows,
            note="How: read at the address, derived by arithmetic from read figures, computed by a named program, or "
            "an estimate whose reasoning stands in the data.",
        )

    def _row(self, source_id: str) -> dict[str, Any]:
        try:
            return dict(self._network.row("sources", source_id))
        except UnknownNameError:
            title = "Set in this scenario"
            return {"source_id": source_id, "title": title, "publisher": "the reader", "how": "estimate"}
