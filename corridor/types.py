"""The small frozen values that the other rooms exchange."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

CRITERIA: Final = ("time_h", "cost_usd", "co2_kg", "exposure")
"""Names of what adds up along a route, in the order of every array of costs."""

StepKind = Literal["move", "exit", "entry", "transfer"]


class Mode(StrEnum):
    """A mode of transport."""

    RAIL = "rail"
    ROAD = "road"
    SEA = "sea"
    AIR = "air"


@dataclass(frozen=True, slots=True, order=True)
class Carrier:
    """A mode with its track gauge: what a container rides on.

    Example
    -------
    >>> str(Carrier("rail", 1520)), str(Carrier.parse("road"))
    ('rail-1520', 'road')
    """

    mode: str
    gauge_mm: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Carrier":
        """Read ``rail-1520``, ``road``, ``sea``, ``air`` or ``gate``. Raises ValueError otherwise."""
        mode, _, gauge = text.partition("-")
        if mode not in {*Mode, "gate"} or (mode == "rail") != gauge.isdigit():
            raise ValueError(f"{text!r} is no carrier; write rail-1520, rail-1435, rail-1676, road, sea, air or gate")
        return cls(mode, int(gauge) if gauge else None)

    def __str__(self) -> str:
        return f"{self.mode}-{self.gauge_mm}" if self.gauge_mm else self.mode


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its range, source and grade."""

    low: float
    likely: float
    high: float
    source_id: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where one number of a step comes from: `text` shows the arithmetic, `source_id` and `grade` its root."""

    quantity: str
    text: str
    source_id: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edge of the virtual graph: a move over a link, a side of a border, or a transfer.

    `moving_h` and `waiting_h` add up to `time_h`; `length_km` is 0 unless `kind` is ``move``. `ref` is the key of the
    row behind it, as ``links:rail-minsk-orsha``. `carrier` is the one left with (``gate`` when unloading at the end).
    """

    edge_id: str
    kind: StepKind
    label: str
    from_place: str
    to_place: str
    carrier: str
    country: str
    ref: str
    length_km: float
    moving_h: float
    waiting_h: float
    cost_usd: float
    co2_kg: float
    exposure: float
    basis: tuple[Basis, ...] = ()
    from_carrier: str = ""
    transfer_kind: str = ""
    status: str = "open"

    @property
    def time_h(self) -> float:
        """Hours moving and waiting."""
        return self.moving_h + self.waiting_h


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way from origin to destination: its steps in order; every total is summed from them.

    Example
    -------
    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Minsk", "Orsha")
    >>> route.time_h == sum(step.time_h for step in route.steps)
    True
    """

    name: str
    origin: str
    destination: str
    steps: tuple[Step, ...]

    def _sum(self, values: Iterable[float]) -> float:
        return math.fsum(values)

    @property
    def length_km(self) -> float:
        """Kilometres travelled."""
        return self._sum(step.length_km for step in self.steps)

    @property
    def time_h(self) -> float:
        """Hours from gate to gate."""
        return self._sum(step.time_h for step in self.steps)

    @property
    def moving_h(self) -> float:
        """Hours in motion."""
        return self._sum(step.moving_h for step in self.steps)

    @property
    def waiting_h(self) -> float:
        """Hours at borders, in terminals and resting."""
        return self._sum(step.waiting_h for step in self.steps)

    @property
    def days(self) -> float:
        """Days from gate to gate."""
        return self.time_h / 24

    @property
    def cost_usd(self) -> float:
        """USD per TEU."""
        return self._sum(step.cost_usd for step in self.steps)

    @property
    def co2_kg(self) -> float:
        """Kilograms CO2e per TEU, well-to-wheel."""
        return self._sum(step.co2_kg for step in self.steps)

    @property
    def exposure(self) -> float:
        """-ln of the share of recorded days on which the whole route was open."""
        return self._sum(step.exposure for step in self.steps)

    @property
    def availability(self) -> float:
        """Share of recorded days on which the whole route was open, closures taken as independent."""
        return math.exp(-self.exposure)

    @property
    def edge_ids(self) -> tuple[str, ...]:
        """Ids of the steps' edges in order."""
        return tuple(step.edge_id for step in self.steps)

    @property
    def link_ids(self) -> tuple[str, ...]:
        """Ids of the links travelled, in order."""
        return tuple(step.ref.partition(":")[2] for step in self.steps if step.kind == "move")

    @property
    def place_ids(self) -> tuple[str, ...]:
        """Places passed, in order, each once in a row."""
        places = [self.origin]
        for step in self.steps:
            if step.to_place != places[-1]:
                places.append(step.to_place)
        return tuple(places)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries travelled in order; blank at sea and in the air."""
        seen: list[str] = []
        for step in self.steps:
            if step.kind == "move" and (not seen or seen[-1] != step.country):
                seen.append(step.country)
        return tuple(seen)

    @property
    def borders(self) -> int:
        """Land border crossings passed."""
        return sum(step.kind == "exit" for step in self.steps)

    @property
    def gauge_breaks(self) -> int:
        """Transfers between two rail gauges."""
        return sum(
            step.kind == "transfer" and step.carrier.startswith("rail-") and step.from_carrier.startswith("rail-")
            for step in self.steps
        )

    @property
    def transfers(self) -> int:
        """Changes of carrier on the way, gauge breaks included, loading and unloading at the ends not."""
        return sum(step.kind == "transfer" and "gate" not in (step.carrier, step.from_carrier) for step in self.steps)
