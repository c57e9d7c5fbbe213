"""The only place where files become typed tables, through `schema.csv`."""

import csv
import datetime as dt
import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corridor.errors import TableError

Row = dict[str, Any]
"""A row of a table: column name to typed value; None where the cell is blank."""

Line = tuple[tuple[float, float], ...]
"""A link's shape: (lon, lat) pairs from its from_place to its to_place."""

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Column:
    """One row of the schema."""

    table: str
    column: str
    type: str
    unit: str
    required: str
    default: str
    choices: tuple[str, ...]
    refers_to: str
    description: str

    @property
    def is_key(self) -> bool:
        """Whether the column is part of the table's key."""
        return self.required == "key"


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a network as read: typed rows, the link shapes, and a hash of the files' bytes."""

    rows: dict[str, list[Row]]
    shapes: dict[str, Line]
    version: str


def data_folder() -> Path:
    """Return the folder of the built-in tables: inside the wheel, or the live `data/geo` of a checkout."""
    package = Path(__file__).parent
    packaged = package / "data" / "geo"
    return packaged if packaged.is_dir() else package.parent / "data" / "geo"


@functools.cache
def read_schema() -> dict[str, tuple[Column, ...]]:
    """Return the schema: table name to its columns, in order."""
    with (data_folder() / "schema.csv").open(newline="", encoding="utf-8") as file:
        columns = [
            Column(**{**row, "choices": tuple(filter(None, row["choices"].split("|")))})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]
    names = dict.fromkeys(column.table for column in columns)
    return {name: tuple(column for column in columns if column.table == name) for name in names}


def read_tables(folder: Path) -> Tables:
    """Read every table of the schema and `link_shapes.geojson` from a folder.

    Raises
    ------
    TableError
        With all faults of all files: a missing file or column, a cell that does not fit its type, each with file, row
        (the header is row 1), value and remedy.
    """
    if not folder.is_dir():
        raise TableError([f"{folder}: no such folder; name one of tables such as data/geo"])
    faults: list[str] = []
    rows: dict[str, list[Row]] = {}
    digest = hashlib.sha256()
    for table, columns in read_schema().items():
        path = folder / f"{table}.csv"
        if not path.is_file():
            faults.append(f"{path.name}: missing; every network needs it, if only with a header row")
            continue
        data = path.read_bytes()
        digest.update(data)
        rows[table] = _parse_csv(path.name, data, columns, faults)
    shapes: dict[str, Line] = {}
    path = folder / "link_shapes.geojson"
    if path.is_file():
        data = path.read_bytes()
        digest.update(data)
        shapes = _parse_shapes(path.name, data, faults)
    if faults:
        raise TableError(faults)
    return Tables(rows, shapes, digest.hexdigest()[:12])


def _parse_csv(name: str, data: bytes, columns: tuple[Column, ...], faults: list[str]) -> list[Row]:
    try:
        lines = data.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        faults.append(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8")
        return []
    reader = csv.DictReader(lines)
    header = reader.fieldnames or []
    missing = [column.column for column in columns if column.column not in header]
    unknown = [column for column in header if column not in {known.column for known in columns}]
    if missing or unknown:
        if missing:
            faults.append(f"{name}, row 1: no column {', '.join(missing)}; add it, the header names the columns")
        if unknown:
            faults.append(f"{name}, row 1: unknown column {', '.join(unknown)}; see schema.csv for the names")
        return []
    result = []
    for number, cells in enumerate(reader, start=2):
        if None in cells or None in cells.values():
            faults.append(f"{name}, row {number}: not {len(columns)} cells; quote cells that hold a comma")
            continue
        row: Row = {}
        for column in columns:
            try:
                row[column.column] = parse_cell(cells[column.column].strip(), column)
            except ValueError as error:
                faults.append(f"{name}, row {number}: {column.column} {error}")
        result.append(row)
    return result


def parse_cell(text: str, column: Column) -> Any:
    """Return a cell's typed value, None if blank and optional. Raises ValueError that says what would fit."""
    text = text or column.default
    if not text:
        if column.type == "list":
            return ()
        if column.required == "yes":
            raise ValueError(f"is blank; {column.description}")
        return "" if column.is_key else None
    match column.type:
        case "number":
            value = float(text)
            if not -1e15 < value < 1e15:
                raise ValueError(f"is {text!r}; write a finite number")
            return value
        case "integer" | "year":
            if column.choices and text not in column.choices:
                raise ValueError(f"is {text!r}; write {' or '.join(column.choices)}")
            return int(text)
        case "date":
            return dt.date.fromisoformat(text)
        case "boolean":
            if text not in ("yes", "no"):
                raise ValueError(f"is {text!r}; write yes or no")
            return text == "yes"
        case "list":
            return tuple(filter(None, (part.strip() for part in text.split("|"))))
        case "choice":
            if text not in column.choices:
                raise ValueError(f"is {text!r}; write {' or '.join(column.choices)}")
            return text
        case "country":
            if not re.fullmatch(r"[A-Z]{3}", text):
                raise ValueError(f"is {text!r}; write the ISO 3166-1 alpha-3 code")
            return text
        case "slug":
            if not _SLUG.fullmatch(text):
                raise ValueError(f"is {text!r}; write a lower-case slug of a-z, 0-9, - and _")
            return text
    return text


def _parse_shapes(name: str, data: bytes, faults: list[str]) -> dict[str, Line]:
    shapes: dict[str, Line] = {}
    try:
        for feature in json.loads(data)["features"]:
            shapes[feature["properties"]["link_id"]] = tuple(
                (float(lon), float(lat)) for lon, lat, *_ in feature["geometry"]["coordinates"]
            )
    except (ValueError, KeyError, TypeError) as error:
        faults.append(f"{name}: not a GeoJSON of LineStrings with link_id ({error!r}); export it again from a GIS")
    return shapes


def row_key(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a row's key: its key columns' values as text."""
    return tuple([str(row[column]) for column in key_columns(table)])


@functools.cache
def key_columns(table: str) -> tuple[str, ...]:
    """Return the names of the columns that are a table's key."""
    return tuple(column.column for column in read_schema()[table] if column.is_key)


def index_rows(table: str, rows: Iterable[Row]) -> dict[str, Row]:
    """Return rows by key; the parts of a compound key are joined by a blank."""
    return {" ".join(row_key(table, row)): row for row in rows}
