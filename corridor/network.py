"""Network, a handful of tables of facts, and how to load one."""

import datetime as dt
import difflib
import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.errors import UnknownNameError, UnknownPlaceError
from corridor.tables import Line, Row, Tables, data_folder, index_rows, key_columns, read_schema, read_tables

if TYPE_CHECKING:
    import geopandas as gpd
    import networkx as nx
    import pandas as pd


class Network:
    """The facts: places, links, crossings, transfers, rates, closures, projects, corridors and sources.

    A network is never changed; `replace` and `corridor.apply_scenario` return a new one. `shut` says, for every link,
    crossing, place, country or mode that was taken out, by what: it is how an answer of "no route" names its cause.
    `delays` are the rows of the closure record that lengthen a step. `scenario` is the scenario that was applied, None
    as loaded; `loaded` is the network before that, None if tables were replaced since.
    """

    def __init__(
        self,
        tables: Tables,
        *,
        shut: tuple["Shut", ...] = (),
        delays: tuple[Row, ...] = (),
        scenario: Any = None,
        loaded: "Network | None" = None,
    ) -> None:
        self._tables = tables
        self.shut = shut
        self.delays = delays
        self.scenario = scenario
        self.loaded = self if scenario is None else loaded

    def __repr__(self) -> str:
        count = {name: len(rows) for name, rows in self._tables.rows.items()}
        open_links = sum(row["status"] == "open" for row in self.rows("links"))
        return (
            f"Network: {count['places']} places in {len({row['country'] for row in self.rows('places')})} countries, "
            f"{count['links']} links ({open_links} open), {len(self.crossing_names)} border crossings\n"
            f"{count['transfers']} transfers, {count['rates']} rates, {count['closures']} closures, "
            f"{count['projects']} projects, {count['sources']} sources; data {self.version}"
        )

    @property
    def version(self) -> str:
        """Hash of the tables' bytes: the same data, the same text."""
        return self._tables.version

    @property
    def tables(self) -> Tables:
        """The tables as read."""
        return self._tables

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, typed by the schema; blank cells are None, lists are tuples."""
        return self._tables.rows[table]

    @functools.cached_property
    def _indexes(self) -> dict[str, dict[str, Row]]:
        return {}

    def row(self, table: str, key: str) -> Row:
        """Return a row by key (the parts of a compound key joined by a blank). Raises UnknownNameError."""
        if table not in self._indexes:
            self._indexes[table] = index_rows(table, self.rows(table))
        try:
            return self._indexes[table][key]
        except KeyError:
            near = difflib.get_close_matches(key, self._indexes[table], n=5)
            raise UnknownNameError(table.removesuffix("s"), key, near or tuple(self._indexes[table])[:5]) from None

    def shape(self, link_id: str) -> Line:
        """Return a link's line as (lon, lat) pairs, straight where none is drawn."""
        if link_id in self._tables.shapes:
            return self._tables.shapes[link_id]
        link = self.row("links", link_id)
        ends = (self.row("places", link[end]) for end in ("from_place", "to_place"))
        return tuple((place["lon"], place["lat"]) for place in ends)

    @functools.cached_property
    def crossing_names(self) -> dict[str, str]:
        """Border crossing points: id to name."""
        return {row["crossing_id"]: row["name"] for row in self.rows("crossings")}

    @functools.cached_property
    def record_start(self) -> dt.date:
        """First day of the closure record: 1 January of the assumption `record_from_year`."""
        return dt.date(int(self.row("assumptions", "record_from_year")["likely"]), 1, 1)

    @functools.cached_property
    def record_date(self) -> dt.date:
        """Newest date for which a source confirms a row of the closure record; its first day where it has no rows."""
        return max((row["as_of"] for row in self.rows("closures")), default=self.record_start)

    @functools.cached_property
    def closed_now(self) -> tuple[Row, ...]:
        """Rows of the closure record in force at its newest date."""
        return tuple(row for row in self.rows("closures") if in_force(row, self.record_date))

    def place_id(self, name: str) -> str:
        """Return the id of the place with this id, name, other spelling or UN/LOCODE. Raises UnknownPlaceError.

        Spelling is forgiving, but an id or a name written as it is in the table is never taken for another place's.
        """
        found = self._plain_names.get(name.casefold()) or self._place_names.get(_fold(name))
        if found is None:
            near = difflib.get_close_matches(_fold(name), self._place_names, n=4, cutoff=0.6)
            names = dict.fromkeys(self.row("places", self._place_names[key])["name"] for key in near)
            raise UnknownPlaceError(name, tuple(names))
        return found

    @functools.cached_property
    def _plain_names(self) -> dict[str, str]:
        """Ids and names in small letters; an id comes before another place's name."""
        names = {row["name"].casefold(): row["place_id"] for row in reversed(self.rows("places"))}
        return names | {row["place_id"]: row["place_id"] for row in self.rows("places")}

    @functools.cached_property
    def _place_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for row in self.rows("places"):
            names[_fold(row["place_id"])] = row["place_id"]
        for row in self.rows("places"):
            for text in (row["name"], row["unlocode"] or "", *row["alt_names"]):
                if text:
                    names.setdefault(_fold(text), row["place_id"])
        return names

    def replace(
        self,
        *,
        shut: tuple["Shut", ...] | None = None,
        delays: tuple[Row, ...] | None = None,
        scenario: Any = None,
        **tables: "list[Row] | pd.DataFrame",
    ) -> "Network":
        """Return a network with some tables replaced, as rows or as DataFrames of the schema's columns.

        The version of the result is that of the tables it was made from, with a mark that it was altered.
        """
        for name in tables:
            if name not in read_schema():
                raise UnknownNameError("table", name, tuple(read_schema()))
        rows = dict(self._tables.rows)
        for name, table in tables.items():
            rows[name] = table if isinstance(table, list) else _rows_of_frame(name, table)
        version = self.version if self.version.endswith("+") else f"{self.version}+"
        return Network(
            Tables(rows, self._tables.shapes, self.version if scenario else version),
            shut=self.shut if shut is None else shut,
            delays=self.delays if delays is None else delays,
            scenario=scenario or self.scenario,
            loaded=self if scenario else None,
        )

    def frame(self, table: str) -> "pd.DataFrame":
        """Return a table as a DataFrame indexed by its key."""
        import pandas as pd

        columns = [column.column for column in read_schema()[table]]
        return pd.DataFrame(self.rows(table), columns=columns).set_index(list(key_columns(table)))

    @property
    def places(self) -> "gpd.GeoDataFrame":
        """Places as points, EPSG:4326, indexed by place_id."""
        import geopandas as gpd

        frame = self.frame("places")
        return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame.lon, frame.lat), crs="EPSG:4326")

    @property
    def links(self) -> "gpd.GeoDataFrame":
        """Links as lines, EPSG:4326, indexed by link_id."""
        import geopandas as gpd
        import shapely

        frame = self.frame("links")
        lines = [shapely.LineString(self.shape(str(link_id))) for link_id in frame.index]
        return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")

    def __getattr__(self, name: str) -> "pd.DataFrame":
        if name in read_schema():
            return self.frame(name)
        raise AttributeError(f"Network has no {name!r}; its tables are {', '.join(read_schema())}")

    def graph(self) -> "nx.MultiDiGraph[str]":
        """Return the links as a MultiDiGraph keyed by link_id, both directions, with every attribute of both tables."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(crs="EPSG:4326")
        for place in self.rows("places"):
            graph.add_node(place["place_id"], **place)
        for link in self.rows("links"):
            for ends in ((link["from_place"], link["to_place"]), (link["to_place"], link["from_place"])):
                graph.add_edge(*ends, key=link["link_id"], **link)
        return graph


@dataclass(frozen=True, slots=True)
class Shut:
    """What a closure takes out: `kind` and `target` as in the closure record, `why` in words.

    `kind` is crossing, link, place, country or mode; `mode` restricts the closure to one mode.
    """

    kind: str
    target: str
    mode: str | None = None
    why: str = ""

    @property
    def label(self) -> str:
        """The closure as a scenario writes it: ``crossing:torkham`` or ``place:salang@road``."""
        return f"{self.kind}:{self.target}" + (f"@{self.mode}" if self.mode else "")


def in_force(closure: Mapping[str, Any], date: dt.date) -> bool:
    """Say whether a row of the closure record holds on a date; one with no known end is taken to last."""
    return bool(closure["from_date"] <= date and (closure["to_date"] is None or date <= closure["to_date"]))


def load_network(folder: str | Path | None = None) -> Network:
    """Load the built-in network, or one from a folder of the same tables.

    Raises
    ------
    TableError
        If a file, column or cell is wrong; the message lists every fault.

    Example
    -------
    >>> load_network().place_id("Минск")
    'minsk'
    """
    return Network(read_tables(Path(folder) if folder else data_folder()))


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _rows_of_frame(table: str, frame: "pd.DataFrame") -> list[Row]:
    import pandas as pd

    flat = frame.reset_index() if set(frame.index.names) - {None} else frame
    columns = [column.column for column in read_schema()[table]]
    missing = [column for column in columns if column not in flat.columns]
    if missing:
        raise UnknownNameError(f"column of {table}", missing[0], columns)
    rows: list[Row] = []
    for record in flat[columns].to_dict("records"):
        rows.append({str(k): None if not isinstance(v, tuple) and pd.isna(v) else v for k, v in record.items()})
    return rows
