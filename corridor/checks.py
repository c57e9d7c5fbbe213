"""check_network: one small function a rule, all faults in one error, as ``links.csv, row 12: ...``."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from corridor.errors import NetworkError
from corridor.network import Network
from corridor.tables import Row, read_schema, row_key
from corridor.truth import LINE_REASON, compare_lines
from corridor.types import Carrier

Fault = tuple[str, int, str]
"""Table, number of the row in its file (the header is row 1), what is wrong and what to do."""

_FASTEST_KMH: Final = {"rail": 120.0, "road": 100.0, "sea": 50.0, "air": 1000.0}
_LONGEST_DETOUR: Final = 3.0
_NEAREST_DETOUR_KM: Final = 60.0


def check_network(network: Network) -> None:
    """Check a network by every rule.

    Raises
    ------
    NetworkError
        With all faults, each with file, row, value and remedy.

    Example
    -------
    >>> import corridor as co
    >>> co.check_network(co.load_network())
    """
    faults = [f"{table}.csv, row {row}: {text}" for rule in RULES for table, row, text in rule(network)]
    if faults:
        raise NetworkError(faults)


def _numbered(network: Network, table: str) -> Iterator[tuple[int, Row]]:
    return enumerate(network.rows(table), start=2)


def check_keys_are_unique(network: Network) -> Iterator[Fault]:
    """No two rows of a table have the same key."""
    for table in read_schema():
        seen: Counter[tuple[str, ...]] = Counter()
        for number, row in _numbered(network, table):
            key = row_key(table, row)
            seen[key] += 1
            if seen[key] == 2:
                yield table, number, f"key {' '.join(key)!r} is there already; give the row another or delete it"


def check_keys_are_filled(network: Network) -> Iterator[Fault]:
    """Every key column but a rate's link is filled."""
    for table, columns in read_schema().items():
        for number, row in _numbered(network, table):
            for column in columns:
                if column.is_key and row[column.column] in ("", None) and column.column != "link_id":
                    yield table, number, f"{column.column} is blank; it identifies the row"


def check_references(network: Network) -> Iterator[Fault]:
    """What a row refers to exists."""
    known: dict[str, set[str]] = {
        table: {str(row[columns[0].column]) for row in network.rows(table)} for table, columns in read_schema().items()
    }
    for table, columns in read_schema().items():
        for column in columns:
            if not column.refers_to:
                continue
            for number, row in _numbered(network, table):
                value = row[column.column]
                for one in value if isinstance(value, tuple) else (value,):
                    if one and one != "*" and one not in known[column.refers_to]:
                        hint = f"add it to {column.refers_to}.csv or correct it"
                        yield table, number, f"{column.column} {one!r} is unknown; {hint}"


def check_ranges(network: Network) -> Iterator[Fault]:
    """Low is at most likely, likely at most high, none below zero."""
    for table, columns in read_schema().items():
        lows = [
            column.column
            for column in columns
            if column.column == "low" or "_low" in column.column or column.column.startswith("low")
        ]
        for number, row in _numbered(network, table):
            for low in lows:
                likely = "length_km" if low == "length_low_km" and table == "links" else low.replace("low", "likely")
                likely = "opens" if low == "opens_low" and "opens" in row else likely
                values = [row.get(low), row.get(likely), row.get(low.replace("low", "high"))]
                given = [value for value in values if value is not None]
                if given != sorted(given):
                    yield table, number, f"{low}..high is {values}; low <= likely <= high must hold"
                elif given and given[0] < 0:
                    yield table, number, f"{low} is {given[0]}; it cannot be below zero"


def check_links_join_two_places(network: Network) -> Iterator[Fault]:
    """A link does not end where it starts."""
    for number, link in _numbered(network, "links"):
        if link["from_place"] == link["to_place"]:
            yield "links", number, f"from_place and to_place are both {link['from_place']!r}; name two places"


def check_gauge_fits_mode(network: Network) -> Iterator[Fault]:
    """Rail links have a gauge, others none."""
    for number, link in _numbered(network, "links"):
        if (link["mode"] == "rail") != (link["gauge_mm"] is not None):
            yield "links", number, f"mode {link['mode']} with gauge_mm {link['gauge_mm']}; only rail has a gauge"


def _place_index(network: Network) -> dict[str, Row]:
    return {row["place_id"]: row for row in network.rows("places")}


def _distances(network: Network) -> Iterator[tuple[int, Row, float]]:
    """Yield each link with the geodesic between its ends in km (Karney 2013, through pyproj)."""
    from pyproj import Geod

    geod, places = Geod(ellps="WGS84"), _place_index(network)
    for number, link in _numbered(network, "links"):
        if link["from_place"] in places and link["to_place"] in places:
            start, end = places[link["from_place"]], places[link["to_place"]]
            yield number, link, geod.inv(start["lon"], start["lat"], end["lon"], end["lat"])[2] / 1000


def check_lengths_reach(network: Network) -> Iterator[Fault]:
    """No link is shorter than the geodesic between its ends (3 percent and 1 km left for where a place is marked)."""
    for number, link, straight in _distances(network):
        if link["length_km"] < 0.97 * straight - 1:
            yield (
                "links",
                number,
                (f"length_km {link['length_km']:g} is below the geodesic of {straight:.1f} km; correct one"),
            )


def check_lengths_are_plausible(network: Network) -> Iterator[Fault]:
    """No inland link is longer than three times the geodesic and 60 km."""
    for number, link, straight in _distances(network):
        if link["mode"] in ("rail", "road") and link["length_km"] > _LONGEST_DETOUR * straight + _NEAREST_DETOUR_KM:
            yield (
                "links",
                number,
                (
                    f"length_km {link['length_km']:g} is over {_LONGEST_DETOUR:g} geodesics of {straight:.1f} km"
                    "; correct it or split the link"
                ),
            )


def check_lengths_are_positive(network: Network) -> Iterator[Fault]:
    """Every link has a length."""
    for number, link in _numbered(network, "links"):
        if link["length_km"] <= 0:
            yield "links", number, f"length_km is {link['length_km']:g}; write a length above zero"


def check_shapes_end_at_places(network: Network) -> Iterator[Fault]:
    """A drawn line starts and ends within 15 km of its places."""
    from pyproj import Geod

    geod, places = Geod(ellps="WGS84"), _place_index(network)
    for number, link in _numbered(network, "links"):
        line = network.tables.shapes.get(link["link_id"])
        if line is None:
            continue
        for end, point in (("from_place", line[0]), ("to_place", line[-1])):
            place = places.get(link[end])
            if place:
                gap = geod.inv(*point, place["lon"], place["lat"])[2] / 1000
                if gap > 15:
                    yield (
                        "links",
                        number,
                        f"its line in link_shapes.geojson is {gap:.0f} km from {link[end]}; redraw it",
                    )


def check_shapes_belong_to_links(network: Network) -> Iterator[Fault]:
    """Every drawn line belongs to a link."""
    known = {link["link_id"] for link in network.rows("links")}
    for link_id in network.tables.shapes:
        if link_id not in known:
            yield (
                "links",
                1,
                f"link_shapes.geojson draws {link_id!r}, which is no link; delete the line or add the link",
            )


def check_coordinates(network: Network) -> Iterator[Fault]:
    """Longitudes and latitudes are on the globe."""
    for number, place in _numbered(network, "places"):
        if not (-180 <= place["lon"] <= 180 and -90 <= place["lat"] <= 90):
            yield "places", number, f"lon {place['lon']}, lat {place['lat']} is not on the globe; are they swapped?"


def check_place_names_are_unique(network: Network) -> Iterator[Fault]:
    """No two places have the same name or UN/LOCODE."""
    for column in ("name", "unlocode"):
        seen: set[str] = set()
        for number, place in _numbered(network, "places"):
            value = place[column]
            if value and value in seen:
                yield "places", number, f"{column} {value!r} is another place's too; tell them apart"
            seen.add(value)


def check_unlocodes(network: Network) -> Iterator[Fault]:
    """A UN/LOCODE has five characters."""
    for number, place in _numbered(network, "places"):
        code = place["unlocode"]
        if code and not (len(code) == 5 and code.isalnum() and code.isupper()):
            yield "places", number, f"unlocode {code!r}; write five capitals or digits without a blank, as BYMSQ"


def check_borders_have_crossings(network: Network) -> Iterator[Fault]:
    """An inland link between two countries names its crossing; one within a country names none."""
    places = _place_index(network)
    for number, link in _numbered(network, "links"):
        if link["mode"] not in ("rail", "road") or not {link["from_place"], link["to_place"]} <= places.keys():
            continue
        ends = {places[link["from_place"]]["country"], places[link["to_place"]]["country"]}
        if len(ends) == 2 and not link["crossing_id"]:
            yield "links", number, f"it leads from {' to '.join(sorted(ends))} with no crossing_id; name the crossing"
        if len(ends) == 1 and link["crossing_id"]:
            yield "links", number, f"crossing_id {link['crossing_id']!r}, but both ends lie in {ends.pop()}; remove it"


def check_crossings_have_four_sides(network: Network) -> Iterator[Fault]:
    """A crossing that a link passes has exit and entry rows in both directions for its mode."""
    places = _place_index(network)
    sides = {row_key("crossings", row) for row in network.rows("crossings")}
    for number, link in _numbered(network, "links"):
        if not link["crossing_id"] or not {link["from_place"], link["to_place"]} <= places.keys():
            continue
        a, b = places[link["from_place"]]["country"], places[link["to_place"]]["country"]
        for left, entered in ((a, b), (b, a)):
            for side in ("exit", "entry"):
                if (link["crossing_id"], left, entered, link["mode"], side) not in sides:
                    yield (
                        "links",
                        number,
                        (f"crossings.csv lacks {link['crossing_id']} {left} {entered} {link['mode']} {side}; add it"),
                    )


def check_countries_of_links(network: Network) -> Iterator[Fault]:
    """An inland link has the country of one of its ends; one at sea or in the air has none."""
    places = _place_index(network)
    for number, link in _numbered(network, "links"):
        ends = {places[p]["country"] for p in (link["from_place"], link["to_place"]) if p in places}
        if link["mode"] in ("rail", "road") and link["country"] not in ends:
            yield "links", number, f"country {link['country']!r} is not that of an end ({', '.join(sorted(ends))})"
        if link["mode"] in ("sea", "air") and link["country"]:
            yield "links", number, f"country {link['country']!r} of a {link['mode']} link; leave it blank"


def check_status_and_opening(network: Network) -> Iterator[Fault]:
    """A link not open, and not disused, names its project and year."""
    for number, link in _numbered(network, "links"):
        if link["status"] in ("under_construction", "planned", "proposed"):
            for column in ("project_id", "opens"):
                if not link[column]:
                    yield "links", number, f"status {link['status']} with no {column}; fill it in"


def check_carriers(network: Network) -> Iterator[Fault]:
    """Transfers name real carriers, two different ones."""
    for number, row in _numbered(network, "transfers"):
        for column in ("from_carrier", "to_carrier"):
            try:
                Carrier.parse(row[column])
            except ValueError as error:
                yield "transfers", number, f"{column}: {error}"
        if row["from_carrier"] == row["to_carrier"]:
            yield "transfers", number, f"from_carrier and to_carrier are both {row['to_carrier']!r}; name two"
        if row["place_id"] == "*" and "gate" not in (row["from_carrier"], row["to_carrier"]):
            yield "transfers", number, "place_id * is for loading and unloading only; name the place"


def check_transfers_have_links(network: Network) -> Iterator[Fault]:
    """A transfer's carriers both reach its place."""
    served: dict[str, set[str]] = {}
    for link in network.rows("links"):
        carrier = str(Carrier(link["mode"], link["gauge_mm"]))
        for end in ("from_place", "to_place"):
            served.setdefault(link[end], set()).add(carrier)
    for number, row in _numbered(network, "transfers"):
        if row["place_id"] == "*":
            continue
        for column in ("from_carrier", "to_carrier"):
            if row[column] != "gate" and row[column] not in served.get(row["place_id"], set()):
                yield "transfers", number, f"{column} {row[column]!r} does not reach {row['place_id']}; add its link"


def check_transfers_go_both_ways(network: Network) -> Iterator[Fault]:
    """Where a container can change one way, it can change back."""
    keys = {row_key("transfers", row) for row in network.rows("transfers")}
    for number, row in _numbered(network, "transfers"):
        if (row["place_id"], row["to_carrier"], row["from_carrier"]) not in keys:
            yield "transfers", number, f"no row leads back from {row['to_carrier']} to {row['from_carrier']}; add it"


def check_transfers_take_time(network: Network) -> Iterator[Fault]:
    """No transfer between carriers is free of time."""
    for number, row in _numbered(network, "transfers"):
        if "gate" not in (row["from_carrier"], row["to_carrier"]) and row["hours_likely"] <= 0:
            yield "transfers", number, "hours_likely is 0; no transfer is free of time"


def check_gauge_breaks_have_transfers(network: Network) -> Iterator[Fault]:
    """Where two gauges meet, a transfer joins them."""
    gauges: dict[str, set[str]] = {}
    where: dict[str, int] = {}
    for number, link in _numbered(network, "links"):
        if link["mode"] == "rail":
            for end in ("from_place", "to_place"):
                gauges.setdefault(link[end], set()).add(str(Carrier("rail", link["gauge_mm"])))
                where[link[end]] = number
    pairs = {(row["place_id"], row["from_carrier"], row["to_carrier"]) for row in network.rows("transfers")}
    for place, carriers in gauges.items():
        for a in carriers:
            for b in carriers - {a}:
                if (place, a, b) not in pairs:
                    yield "links", where[place], f"{a} meets {b} at {place} with no row in transfers.csv; add it"


def check_rates_resolve(network: Network) -> Iterator[Fault]:
    """Every link finds all four rates through itself, its country or *."""
    have = {(row["link_id"], row["country"], row["mode"], row["quantity"]) for row in network.rows("rates")}
    for number, link in _numbered(network, "links"):
        for quantity in ("usd_per_teu_km", "speed_kmh", "moving_h_per_day", "gco2e_per_tkm"):
            tried = ((link["link_id"], "*"), ("", link["country"] or "*"), ("", "*"))
            if not any((link_id, country, link["mode"], quantity) in have for link_id, country in tried):
                yield (
                    "links",
                    number,
                    f"no {quantity} for {link['mode']} in {link['country'] or '*'}; add it to rates.csv",
                )


def check_speeds(network: Network) -> Iterator[Fault]:
    """No rate, at its low or its high, stands still, is faster than its mode can be, or moves over 24 hours a day."""
    for number, row in _numbered(network, "rates"):
        for value in (row["low"], row["high"]):
            if row["quantity"] == "speed_kmh" and not 0 < value <= _FASTEST_KMH[row["mode"]]:
                yield (
                    "rates",
                    number,
                    f"{value:g} km/h by {row['mode']}; write above 0, at most {_FASTEST_KMH[row['mode']]:g}",
                )
            if row["quantity"] == "moving_h_per_day" and not 0 < value <= 24:
                yield "rates", number, f"moves {value:g} h a day; write hours between 0 and 24"


def check_closures(network: Network) -> Iterator[Fault]:
    """Closures have their dates in order, and a target that exists."""
    known = {
        "crossing": set(network.crossing_names),
        "link": {row["link_id"] for row in network.rows("links")},
        "place": {row["place_id"] for row in network.rows("places")},
        "country": {row["country"] for row in network.rows("places")},
    }
    for number, row in _numbered(network, "closures"):
        if row["target"] not in known[row["kind"]]:
            yield "closures", number, f"{row['kind']} {row['target']!r} is unknown; correct the target"
        if row["to_date"] and row["to_date"] < row["from_date"]:
            yield "closures", number, f"to_date {row['to_date']} is before from_date {row['from_date']}; swap them"
        if (row["effect"] == "delay") != (row["delay_h"] is not None):
            yield "closures", number, f"effect {row['effect']} with delay_h {row['delay_h']}; only a delay has hours"


def check_sources(network: Network) -> Iterator[Fault]:
    """A source that was read has the day, and an address or a note on where it is found."""
    for number, row in _numbered(network, "sources"):
        if row["how"] == "read" and not ((row["address"] or row["note"]) and row["date_read"]):
            yield "sources", number, f"{row['source_id']} was read, but address or date_read is blank; fill them in"


def check_estimates_have_reasons(network: Network) -> Iterator[Fault]:
    """A figure of grade D has its reasoning in the note."""
    for table, columns in read_schema().items():
        graded = [column.column for column in columns if column.column.endswith("grade")]
        for number, row in _numbered(network, table):
            if any(row[name] == "D" for name in graded) and not row.get("note"):
                yield table, number, "grade D with a blank note; write down the reasoning"


def check_open_links_are_connected(network: Network) -> Iterator[Fault]:
    """The open links form one piece, transfers counted as joining whatever meets at a place."""
    parent: dict[str, str] = {}

    def root(place: str) -> str:
        while parent.setdefault(place, place) != place:
            place = parent[place]
        return place

    links = [(number, link) for number, link in _numbered(network, "links") if link["status"] == "open"]
    for _, link in links:
        parent[root(link["from_place"])] = root(link["to_place"])
    sizes = Counter(root(link["from_place"]) for _, link in links)
    if not sizes:
        return
    main = sizes.most_common(1)[0][0]
    for number, link in links:
        if root(link["from_place"]) != main:
            yield "links", number, f"{link['link_id']} is an island; join it to the network or drop it"


def check_places_are_used(network: Network) -> Iterator[Fault]:
    """Every place is an end of a link."""
    used = {link[end] for link in network.rows("links") for end in ("from_place", "to_place")}
    for number, place in _numbered(network, "places"):
        if place["place_id"] not in used:
            yield "places", number, f"{place['place_id']!r} has no link; add one or delete the place"


def check_shape_lengths(network: Network) -> Iterator[Fault]:
    """A drawn line is within 12 percent (or 5 km) of the stated length; each exception has a reason of its own."""
    rows = {link["link_id"]: number for number, link in _numbered(network, "links")}
    reasons: set[str] = set()
    for line in compare_lines(network):
        number, reason = rows[line["link_id"]], line["reason"]
        lengths = f"its line is {line['drawn_km']:.0f} km, length_km is {line['length_km']:g}"
        if line["agrees"] and reason:
            yield "links", number, f"{lengths}, which agree; delete '{LINE_REASON} ...' from the note"
        elif not line["agrees"] and (not reason or reason in reasons):
            yield (
                "links",
                number,
                f"{lengths}; correct one, or write '{LINE_REASON} ...' with the reason of this line in the note",
            )
        reasons.add(reason)


RULES: Final[tuple[Callable[[Network], Iterator[Fault]], ...]] = tuple(
    rule for name, rule in list(globals().items()) if name.startswith("check_") and rule is not check_network
)
"""Every rule, in the order in which they run."""
