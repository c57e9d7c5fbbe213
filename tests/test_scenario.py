"""Scenario: what is true in one run."""

import datetime as dt
from pathlib import Path

import pytest

import corridor as co
from corridor.costing import closed_shares
from corridor.errors import ScenarioError, UnknownNameError
from corridor.routes import default_weights
from corridor.scenario import Scenario, apply_scenario, read_scenario
from tests.tiny import rates, row, tiny_network


def test_a_scenario_survives_its_file(tmp_path: Path) -> None:
    scenario = Scenario(
        name="what if",
        date=dt.date(2026, 2, 5),
        year=2030,
        closures=("crossing:ford",),
        projects=("bridge",),
        dwell_h={"ford AAA BBB rail exit": 3.0},
        rate_factors={"road usd_per_teu_km": 2.0},
        shipment={"payload_t": 20.0},
        carbon_price_usd_per_t=50.0,
    )
    path = tmp_path / "scenario.json"
    path.write_text(scenario.to_json(), encoding="utf-8")
    assert read_scenario(path) == scenario


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "holds no object"),
        ('{"speed": 1}', "unknown field 'speed'; the fields are name, date"),
        ('{"date": "5.2.2026"}', "date '5.2.2026' is no date; write it as 2026-02-05"),
        ('{"date": 5}', "date is 5; write a text such as 2026-02-05"),
        ('{"name": 5}', "name is 5; write a text"),
        ('{"year": "2030"}', 'year is "2030"; write a whole number'),
        ('{"year": 2030.5}', "year is 2030.5; write a whole number"),
        ('{"closures": "crossing:ford"}', 'closures is "crossing:ford"; write a list of texts'),
        ('{"closures": [1]}', r"closures is \[1\]; write a list of texts"),
        ('{"projects": null}', "projects is null; write a list of texts"),
        ('{"dwell_h": [1]}', r"dwell_h is \[1\]; write an object of names and numbers"),
        ('{"rate_factors": 2}', "rate_factors is 2; write an object"),
        ('{"carbon_price_usd_per_t": "50"}', 'carbon_price_usd_per_t is "50"; write a number'),
    ],
)
def test_a_wrong_scenario_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "scenario.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        read_scenario(path)


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (Scenario(closures=("ford",)), "'ford' is no closure; write one of crossing:"),
        (Scenario(closures=("crossing:bridge",)), "No crossing is called 'bridge'. Known: ford"),
        (Scenario(closures=("crossing:ford@mule",)), "No mode is called 'mule'"),
        (Scenario(year=0), "year 0: what was open before"),
        (Scenario(projects=("tunnel",)), "No project is called 'tunnel'"),
        (Scenario(dwell_h={"ford": 1.0}), "No crossing side is called 'ford'"),
        (Scenario(dwell_h={"ford AAA BBB rail exit": -1.0}), "write hours of zero or more"),
        (Scenario(rate_factors={"canal": 2.0}), "No rate is called 'canal'"),
        (Scenario(rate_factors={"road usd_per_teu_km": 0.0}), "write a factor above zero"),
        (Scenario(shipment={"payload_t": -2.0}), "write a number of zero or more"),
        (Scenario(shipment={"payload_t": 0.0}), "payload_t is 0; write a number above zero"),
        (Scenario(shipment={"network_year": 2030}), "No field of the shipment is called 'network_year'"),
        (Scenario(dwell_h={"ford AAA BBB rail exit": "5"}), "write hours of zero or more"),  # type: ignore[dict-item]
        (Scenario(date=dt.date(2019, 2, 5)), "before the closure record, which starts on 2025-01-01"),
        (Scenario(carbon_price_usd_per_t=-5.0), "carbon_price_usd_per_t is -5.0; write a number of zero or more"),
        (Scenario(carbon_price_usd_per_t="5"), "write a number of zero or more"),  # type: ignore[arg-type]
        (Scenario(year=1990), "what was open before 2026 is not in the tables"),
    ],
)
def test_what_the_network_does_not_have_is_refused(scenario: Scenario, message: str) -> None:
    with pytest.raises((ScenarioError, UnknownNameError), match=message):
        apply_scenario(tiny_network(), scenario)


def test_a_scenario_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(ScenarioError, match=r"none\.json: No such file or directory; name the file of a scenario"):
        read_scenario(path)


def test_a_date_after_the_record_is_said_to_rest_on_what_was_recorded_last() -> None:
    net = co.load_network()
    assert Scenario(date=net.record_date).describe(net)[0] == f"Closure record of {net.record_date} applied."
    late = Scenario(date=dt.date(2099, 1, 1)).describe(net)[0]
    assert late == f"Closure record applied: on 2099-01-01 as last recorded on {net.record_date}."


def test_a_scenario_is_applied_once() -> None:
    applied = apply_scenario(tiny_network(), Scenario())
    with pytest.raises(ScenarioError, match="already has"):
        apply_scenario(applied, Scenario())


def test_hours_rates_and_payload_change_the_answer_by_what_they_say() -> None:
    net = tiny_network()
    base = co.find_route(net, "Aldan", "Dell", modes=["rail"])

    def changed(**scenario: object) -> co.Route:
        return co.find_route(net, "Aldan", "Dell", modes=["rail"], scenario=Scenario(**scenario))  # type: ignore[arg-type]

    assert changed(dwell_h={"ford AAA BBB rail exit": 30.0}).time_h - base.time_h == pytest.approx(24.0)
    assert changed(rate_factors={"rail usd_per_teu_km": 2.0}).cost_usd - base.cost_usd == pytest.approx(306 * 0.5)
    assert changed(shipment={"payload_t": 20.0}).co2_kg - base.co2_kg == pytest.approx(306 * 10 * 20 / 1000)


def test_a_carbon_price_ranks_routes_and_leaves_their_cost_alone() -> None:
    net = tiny_network(rates=[*rates("rail", 2.0, 40.0, 24.0, 20.0), *rates("road", 1.5, 50.0, 12.0, 80.0)])
    dear = Scenario(carbon_price_usd_per_t=5_000.0)
    usual, priced = (co.find_route(net, "Aldan", "Dell", scenario=one) for one in (Scenario(), dear))
    assert [usual.steps[0].carrier, priced.steps[0].carrier] == ["road", "rail-1520"]
    assert priced.cost_usd == co.find_route(net, "Aldan", "Dell", modes=["rail"]).cost_usd
    hour = 24_000 * 0.01 / 24
    assert default_weights(apply_scenario(net, dear)) == {"cost_usd": 1.0, "time_h": hour, "co2_kg": 5.0}
    assert dear.describe(net)[-1] == "Routes are ranked with USD 5000 a tonne of CO2e."


def test_a_network_remembers_the_one_it_was_loaded_as() -> None:
    net = tiny_network()
    applied = apply_scenario(net, Scenario())
    assert (net.loaded, applied.loaded) == (net, net)
    assert applied.replace(closures=[]).loaded is None


def test_a_recorded_delay_is_added_on_its_day_only() -> None:
    delay = row(
        "closures",
        closure_id="queue",
        kind="crossing",
        target="ford",
        mode="rail",
        effect="delay",
        delay_h=48.0,
        from_date=dt.date(2025, 3, 1),
        to_date=dt.date(2025, 3, 9),
        as_of=dt.date(2025, 3, 9),
        reason="queue",
        source_id="made-up",
        grade="C",
    )
    net = tiny_network(closures=[delay])
    usual = co.find_route(net, "Aldan", "Dell", modes=["rail"]).time_h
    for day, extra in ((dt.date(2025, 3, 5), 48.0), (dt.date(2025, 3, 10), 0.0)):
        then = co.find_route(net, "Aldan", "Dell", modes=["rail"], scenario=Scenario(date=day)).time_h
        assert then - usual == pytest.approx(extra)


def test_a_recorded_delay_of_a_place_is_charged_once_where_it_is_reached_and_names_its_source() -> None:
    delay = row(
        "closures", closure_id="works", kind="place", target="cove", mode="road", effect="delay", delay_h=24.0,
        from_date=dt.date(2025, 3, 1), as_of=dt.date(2025, 3, 9), reason="works", source_id="made-up", grade="C",
    )  # fmt: skip
    net = tiny_network(closures=[delay])
    day = Scenario(date=dt.date(2025, 3, 5), dwell_h={"ford AAA BBB road entry": 1.0})
    route = co.find_route(net, "Aldan", "Dell", modes=["road"], scenario=day)
    usual = co.find_route(net, "Aldan", "Dell", modes=["road"], scenario=Scenario(dwell_h=day.dwell_h))
    assert route.time_h - usual.time_h == pytest.approx(24.0)
    late = [
        (step.to_place, basis.source_id) for step in route.steps for basis in step.basis if basis.quantity == "delay"
    ]
    assert late == [("cove", "made-up")]
    assert co.find_route(net, "Aldan", "Dell", modes=["rail"], scenario=day).time_h == pytest.approx(
        co.find_route(net, "Aldan", "Dell", modes=["rail"]).time_h
    )


def test_days_that_overlap_count_once() -> None:
    def shut(name: str, start: int, end: int) -> dict[str, object]:
        return row(
            "closures",
            closure_id=name,
            kind="crossing",
            target="ford",
            effect="closed",
            reason="flood",
            from_date=dt.date(2025, 1, start),
            to_date=dt.date(2025, 1, end),
            as_of=dt.date(2025, 1, 31),
            source_id="made-up",
            grade="C",
        )

    net = tiny_network(closures=[shut("one", 1, 10), shut("two", 6, 15)])
    assert closed_shares(net) == {("crossing", "ford", None): pytest.approx(15 / 31)}
