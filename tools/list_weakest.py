"""Print the table "The weakest twenty figures" of `docs/data.md` for the tables as they are.

Usage: ``python tools/list_weakest.py``. A figure is a row's hours or dollars of grade D: of a side of a border, of a
transfer, or of a rate. A speed carries the hours moving, the hours of movement a day carry the rest.
"""

from typing import Any, Final

from corridor import load_network, make_comparison
from corridor.costing import Costing
from corridor.countries import name_country
from corridor.scenario import Scenario, apply_scenario, shipment_of
from corridor.types import Step

ORIGIN: Final = "Minsk"
DESTINATION: Final = "Karachi"
SHOWN: Final = 20


def main() -> None:
    network = load_network()
    applied = apply_scenario(network, Scenario())
    shipment = shipment_of(applied, applied.scenario)
    costing = Costing(applied, shipment)
    carried: dict[str, dict[str, Any]] = {}
    for number, route in enumerate(make_comparison(network, ORIGIN, DESTINATION).routes):
        for step in route.steps:
            found = find_in_move(step, costing, applied) if step.kind == "move" else find_in_row(step, applied)
            for figure, unit, amount in found:
                entry = carried.setdefault(figure, {"unit": unit, "amount": 0.0, "routes": set()})
                entry["amount"] += amount
                entry["routes"].add(number)
    worth = {"h": shipment.value_of_time_usd_per_h, "USD": 1.0}
    ranked = sorted(carried.items(), key=lambda item: (-item[1]["amount"] * worth[item[1]["unit"]], item[0]))
    print("| # | figure, grade D (likely; low to high) | routes | carries, summed | at the value of time, USD |")
    print("| --: | --- | --: | --: | --: |")
    for place, (figure, entry) in enumerate(ranked[:SHOWN], start=1):
        amount, unit = entry["amount"], entry["unit"]
        print(f"| {place} | {figure} | {len(entry['routes'])} | {amount:,.0f} {unit} | {amount * worth[unit]:,.0f} |")


def find_in_row(step: Step, network: Any) -> list[tuple[str, str, float]]:
    """Return the grade D hours and dollars of a border's side or of a transfer."""
    table, _, key = step.ref.partition(":")
    row = network.row(table, key)
    amounts = (("hours", "h", step.time_h), ("usd", "USD", step.cost_usd))
    return [
        (f"`{step.ref}`: {row[f'{name}_likely']:g} {unit} ({say_range(row, f'{name}_')})", unit, amount)
        for name, unit, amount in amounts
        if row[f"{name}_grade"] == "D" and amount
    ]


def find_in_move(step: Step, costing: Costing, network: Any) -> list[tuple[str, str, float]]:
    """Return the hours and dollars of a move that rest on rates of grade D."""
    link = network.row("links", step.ref.partition(":")[2])
    usd, speed, per_day, _ = costing.rates_of(link, forward=step.edge_id.endswith(">"))
    amounts = (
        (speed, "{:g} km/h", "h", step.moving_h),
        (per_day, "moving {:g} h of 24", "h", step.waiting_h),
        (usd, "{:g} USD/TEU-km", "USD", step.cost_usd),
    )
    return [
        (f"rate {link['mode']} {say_where(rate)}: {form.format(rate['likely'])} ({say_range(rate)})", unit, amount)
        for rate, form, unit, amount in amounts
        if rate["grade"] == "D" and amount
    ]


def say_where(rate: Any) -> str:
    if rate["link_id"]:
        return f"`{rate['link_id']}`"
    return "elsewhere" if rate["country"] == "*" else name_country(rate["country"])


def say_range(row: Any, prefix: str = "") -> str:
    return f"{row[f'{prefix}low']:g} to {row[f'{prefix}high']:g}"


if __name__ == "__main__":
    main()
