"""The page's own planner: it answers as Python does, to the last digit, whatever is asked."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from corridor.compare import find_ways
from corridor.errors import NoRouteError
from corridor.mapping import map_routes
from corridor.mapping.data import describe_routes
from corridor.mapping.planner import describe_planner
from corridor.mapping.text import write_json
from corridor.network import Network, load_network
from corridor.routes import find_route
from corridor.scenario import Scenario, apply_scenario, read_scenario, shipment_of
from corridor.tables import row_key
from corridor.types import Mode
from tests.test_mapping import read_data
from tests.tiny import row, tiny_network

SEED: Final = 20260630
WORLDS: Final = 50
QUESTIONS: Final = 4
PARTS: Final = ("routes", "steps", "places", "links", "stops", "closed")
SAVE: Final = """(asked) => {
  const model = Corridor.readModel(Corridor.page.data.planner);
  return asked.map((settings) => Corridor.toScenario(model, settings, "drawn"));
}"""
# The page solves while Python does; whoever asks for the answers waits for them.
SOLVE: Final = """(asked) => setTimeout(() => {
  const model = Corridor.readModel(Corridor.page.data.planner);
  window.answers = asked.map((settings) => {
    const answer = Corridor.solve(model, settings);
    for (const link of Object.values(answer.links)) delete link.line;
    return answer;
  });
})"""


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network()


@pytest.fixture(scope="module")
def page(browser: Any, network: Network) -> Iterator[Any]:
    """Open a page of one route that carries the whole network."""
    page = browser.new_page()
    page.set_content(map_routes([find_route(network, "Minsk", "Orsha")], network=network).get_root().render())
    yield page
    page.close()


def draw_scenario(network: Network, rng: random.Random) -> Scenario:
    """Draw a scenario at random: any field, any kind of closure."""
    ids = {
        "crossing": list(network.crossing_names),
        "link": [row["link_id"] for row in network.rows("links")],
        "place": [row["place_id"] for row in network.rows("places")],
        "country": sorted({row["country"] for row in network.rows("places")}),
        "mode": [str(mode) for mode in Mode],
    }
    kinds = rng.choices(tuple(ids), weights=(10, 8, 8, 2, 1), k=rng.choice((0, 1, 3, 20)))
    closures = [f"{kind}:{rng.choice(ids[kind])}" + rng.choice(("", "", "@road", "@rail")) for kind in kinds]
    start = network.record_start
    days = [start + dt.timedelta(days=rng.randint(0, (network.record_date - start).days + 60))]
    days += [
        day for row in network.rows("closures") for day in (row["from_date"], row["to_date"]) if day and day >= start
    ]
    sides = [" ".join(row_key("crossings", row)) for row in network.rows("crossings")]
    projects = [row["project_id"] for row in network.rows("projects")]
    shipment = {
        "payload_t": round(rng.uniform(5, 25), 1),
        "goods_value_usd": rng.randint(0, 200_000),
        "value_of_time_pct_per_day": round(rng.uniform(0, 4), 2),
    }
    return Scenario(
        name="drawn",
        date=rng.choice((None, days[0], rng.choice(days))),
        year=rng.choice((None, rng.randint(2026, 2040))),
        closures=tuple(dict.fromkeys(closures)),
        projects=tuple(rng.sample(projects, rng.choice((0, 1, 3)))),
        dwell_h={side: round(rng.uniform(0, 400), 1) for side in rng.sample(sides, rng.choice((0, 2, 40)))},
        rate_factors=rng.choice(
            ({}, {}, {"road usd_per_teu_km": 0.7, "rail speed_kmh": round(rng.uniform(0.5, 2), 2)})
        ),
        shipment={name: shipment[name] for name in rng.sample(list(shipment), rng.choice((0, 1, 3)))},
        carbon_price_usd_per_t=rng.choice((0, 50, round(rng.uniform(0, 400), 2))),
    )


def write_settings(network: Network, scenario: Scenario, **question: Any) -> dict[str, Any]:
    """Write a scenario and a question as the page's settings."""

    def shipped(name: str) -> float:
        return scenario.shipment.get(name, network.row("assumptions", name)["likely"])

    return {
        **question,
        "valueOfTime": shipped("value_of_time_pct_per_day"),
        "goodsValue": shipped("goods_value_usd"),
        "payload": shipped("payload_t"),
        "carbonPrice": scenario.carbon_price_usd_per_t,
        "date": str(scenario.date) if scenario.date else None,
        "year": scenario.year,
        "projects": list(scenario.projects),
        "closures": list(scenario.closures),
        "dwell": dict(scenario.dwell_h),
        "rateFactors": dict(scenario.rate_factors),
    }


def draw_question(network: Network, rng: random.Random) -> dict[str, Any]:
    """Draw two ends, the corridor's own every tenth time, and how many alternatives are wanted and how distinct."""
    places = [row["place_id"] for row in network.rows("places")]
    ends = rng.choice((("minsk", "karachi"), ("minsk", "gwadar"), *[tuple(rng.sample(places, 2)) for _ in range(18)]))
    return {
        **dict(zip(("origin", "destination"), ends, strict=True)),
        "k": rng.choice((1, 3, 5)),
        "distinct": rng.choice((0.6, 0.6, 0.3, 0.9)),
    }


def test_page_and_python_agree_in_two_hundred_random_settings(network: Network, page: Any, tmp_path: Path) -> None:
    """The whole answer is compared, digit by digit: routes in order, steps with basis, stops, closures, causes.

    Ties fall the same way on both sides, since the page does the same operations in the same order.
    """
    rng = random.Random(SEED)
    print(f"seed {SEED}")
    worlds = [
        (draw_scenario(network, rng), [draw_question(network, rng) for _ in range(QUESTIONS)]) for _ in range(WORLDS)
    ]
    asked = [write_settings(network, scenario, **question) for scenario, questions in worlds for question in questions]
    saved = page.evaluate(SAVE, asked[::QUESTIONS])
    page.evaluate(SOLVE, asked)
    expected: list[dict[str, Any] | NoRouteError] = []
    for world, ((scenario, questions), text) in enumerate(zip(worlds, saved, strict=True)):
        path = tmp_path / "scenario.json"
        path.write_text(text, encoding="utf-8")
        read = read_scenario(path)
        assert replace(read, shipment={}) == replace(scenario, shipment={}), f"seed {SEED}, world {world}"
        assert shipment_of(network, read) == shipment_of(network, scenario), f"seed {SEED}, world {world}"
        applied = apply_scenario(network, read)
        expected += [answer_in_python(network, applied, scenario, question) for question in questions]
    answers = json.loads(page.evaluate("() => JSON.stringify(window.answers)"))
    assert len(answers) == len(expected) == 200
    for number, (answer, right) in enumerate(zip(answers, expected, strict=True)):
        scenario, questions = worlds[number // QUESTIONS]
        question = questions[number % QUESTIONS]
        here = f"seed {SEED}, world {number // QUESTIONS}: {question}"
        if isinstance(right, NoRouteError):
            assert answer["routes"] == [], here
            check_cause(network, scenario, question, answer, right)
        else:
            for part in PARTS:
                assert answer[part] == right[part], f"{here}: {part}"
    assert 10 < sum(isinstance(right, NoRouteError) for right in expected) < 100


def answer_in_python(
    network: Network, applied: Network, scenario: Scenario, question: dict[str, Any]
) -> dict[str, Any] | NoRouteError:
    """Return what a page would be written with for a question, without the lines of links, or why there is no route."""
    try:
        routes, _ = find_ways(applied, **question)
    except NoRouteError as error:
        return error
    described = describe_routes(routes, network, scenario)
    for link in described["links"].values():
        del link["line"]
    written: dict[str, Any] = json.loads(write_json(described))
    return written


def test_an_alternative_along_a_named_corridor_bears_its_name(browser: Any) -> None:
    places = ("aldan", "brod", "cove", "dell")
    official = row("corridors", corridor_id="old", name="The old way", kind="official", places=places, modes=("rail",))
    reference = official | {"corridor_id": "new", "name": "Another", "kind": "reference", "modes": ("road",)}
    net = tiny_network(corridors=[official, reference])
    routes, _ = find_ways(apply_scenario(net, Scenario()), "Aldan", "Dell")
    assert "The old way" in [route.name for route in routes[:2]]
    page = browser.new_page()
    page.set_content(map_routes(routes, network=net).get_root().render())
    solved = page.evaluate(
        """() => {
          const model = Corridor.readModel(Corridor.page.data.planner);
          return Corridor.solve(model, Corridor.defaultSettings(model));
        }"""
    )
    page.close()
    expected = json.loads(write_json(describe_routes(routes, net)))
    assert {part: solved[part] for part in PARTS} == {part: expected[part] for part in PARTS}


def check_cause(
    network: Network, scenario: Scenario, question: dict[str, Any], answer: dict[str, Any], error: NoRouteError
) -> None:
    """See that the page's cause is as small as Python's and that it shuts the way by itself."""
    assert len(answer["cause"]) == len(error.closures)
    if answer["cause"] == list(error.closures):
        assert answer["causeText"] == str(error)
    if answer["cause"]:
        alone = replace(scenario, date=None, closures=tuple(answer["cause"]))
        with pytest.raises(NoRouteError):
            find_route(apply_scenario(network, alone), question["origin"], question["destination"])


def test_the_page_begins_with_the_scenario_of_its_routes(network: Network) -> None:
    rng = random.Random(7)
    for _ in range(5):
        scenario = draw_scenario(network, rng)
        question = {"origin": "minsk", "destination": "karachi", "k": 3, "distinct": 0.6}
        carried = describe_planner(network, "minsk", "karachi", scenario=scenario, k=3)
        assert carried["settings"] == write_settings(network, scenario, **question)


def test_what_routes_avoid_is_shut_when_the_page_begins(network: Network) -> None:
    carried = describe_planner(
        network, "minsk", "karachi", scenario=Scenario(closures=("place:Minsk",)), avoid=["IRN", "sea", "place:minsk"]
    )
    assert carried["settings"]["closures"] == ["place:minsk", "country:IRN", "mode:sea"]


def test_a_page_carries_the_network_as_loaded_or_none() -> None:
    loaded = tiny_network()
    applied = apply_scenario(loaded, Scenario(closures=("crossing:ford@road",)))
    route = find_route(applied, "Aldan", "Dell")
    data = read_data(map_routes([route], network=applied).get_root().render())
    plain = describe_planner(loaded, "aldan", "dell", scenario=applied.scenario)
    assert data["planner"] == json.loads(write_json(plain))
    assert data["planner"]["settings"]["closures"] == ["crossing:ford@road"]
    altered = applied.replace(places=[{**row, "rank": 1} for row in applied.rows("places")])
    for page in (map_routes([route], network=altered), map_routes([route], network=loaded, planner=False)):
        assert "planner" not in read_data(page.get_root().render())


def test_what_is_carried_is_small_and_names_its_sources(network: Network) -> None:
    carried = describe_planner(network, "minsk", "karachi")
    lines = len(write_json(carried.pop("lines")))
    assert len(write_json(carried)) < 150_000
    assert lines < 80_000
    assert all(0 <= source < len(carried["sources"]) for *_, source, _ in carried["figures"])
    assert set(carried["sources"]) <= {row["source_id"] for row in network.rows("sources")}


def test_all_ways_and_the_network_stay_under_a_megabyte(network: Network) -> None:
    routes, _ = find_ways(apply_scenario(network, Scenario()), "Minsk", "Karachi")
    assert len(map_routes(routes, network=network).get_root().render().encode()) < 1_000_000


def test_the_page_takes_its_own_drawing_for_an_answer(network: Network, page: Any) -> None:
    """What Python wrote into the page and what its planner answers to the same question have the same parts."""
    drawn, solved = page.evaluate(
        """() => {
          const { data } = Corridor.page, model = Corridor.readModel(data.planner);
          return [data, Corridor.solve(model, Corridor.defaultSettings(model))];
        }"""
    )
    assert solved["routes"][0] == drawn["routes"][0]
    assert {key: solved["links"][key] for key in drawn["links"]} == drawn["links"]
    assert set(drawn) - {"kind", "sources", "planner", "countries"} == set(solved) - {"cause", "causeText"}
    used = {source for step in solved["steps"] for _, _, source, _ in step["basis"]}
    assert used <= set(drawn["sources"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"origin": "atlantis"}, "No place is called 'atlantis'"),
        ({"destination": "minsk"}, "are the same place; name two"),
        ({"date": "2019-02-05"}, "before the closure record, which starts on 2021-01-01"),
        ({"year": 1990}, "what was open before 2026 is not in the tables"),
        ({"projects": ["tunnel"]}, "No project is called 'tunnel'"),
        ({"closures": ["crossing:bridge"]}, "'crossing:bridge' is no closure of this network"),
        ({"closures": ["mode:mule"]}, "'mode:mule' is no closure of this network"),
        ({"dwell": {"torkham": 1}}, "No crossing side is called 'torkham'"),
        ({"dwell": {"torkham PAK AFG road exit": -1}}, "write hours of zero or more"),
        ({"carbonPrice": -1}, "write a number of zero or more"),
        ({"payload": None}, "write a number of zero or more"),
        ({"k": 0}, "ask for one route or more"),
    ],
)
def test_the_page_refuses_what_the_network_does_not_have(page: Any, change: dict[str, Any], message: str) -> None:
    told = page.evaluate(
        """(change) => {
          const model = Corridor.readModel(Corridor.page.data.planner), usual = Corridor.defaultSettings(model);
          try { Corridor.solve(model, { ...usual, ...change }); } catch (error) { return error.message; }
        }""",
        change,
    )
    assert message in told


def test_the_page_tells_what_changed(page: Any) -> None:
    """Shutting a link takes out the routes on it; patient goods put cheap routes first; nothing changes nothing."""
    letters, shut, moved, none = page.evaluate(
        """() => {
          const model = Corridor.readModel(Corridor.page.data.planner);
          const usual = { ...Corridor.defaultSettings(model), origin: "minsk", destination: "karachi" };
          const before = Corridor.solve(model, usual), letters = before.routes.map((route) => route.letter);
          const links = before.routes[0].steps.map((at) => before.steps[at].link);
          const told = (change) => Corridor.describeChange(before, Corridor.solve(model, { ...usual, ...change }));
          const closures = ["link:" + links.filter(Boolean).at(-1)];
          return [letters, told({ closures }), told({ valueOfTime: 0 }), told({})];
        }"""
    )
    assert [one["letter"] for one in none["same"]] == letters
    assert (none["came"], none["went"], none["moved"], none["best"]) == ([], [], [], {"days": 0, "usd": 0})
    assert "A" in [one["letter"] for one in shut["went"]]
    assert len(shut["went"]) + len(shut["moved"]) + len(shut["same"]) == len(letters)
    assert shut["came"]
    assert any(one["letter"] != one["was"] and one["days"] == one["usd"] == 0 for one in moved["moved"])
    assert moved["best"]["usd"] < 0 < moved["best"]["days"]
