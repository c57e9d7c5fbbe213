"""What every test may ask for: a browser, and pages opened in it."""

import os
import shutil
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

CHROMIUM_NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that asks for the browser, so that `-m "not browser"` leaves them out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Tell where two long texts part, and no more: pytest's own account of them takes hours on a map."""
    if op != "==" or not isinstance(left, str | bytes) or type(left) is not type(right):
        return None
    if len(left) + len(right) < 100_000:
        return None
    pairs = enumerate(zip(left, right, strict=False))
    at = next((i for i, (one, other) in pairs if one != other), min(len(left), len(right)))
    shown = slice(max(at - 40, 0), at + 40)
    return [f"texts of {len(left)} and {len(right)} part at {at}:", f"  {left[shown]!r}", f"  {right[shown]!r}"]


def give_up(reason: str) -> NoReturn:
    """Skip at a user's, fail in CI, where a test left out unseen would be a hole."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium under playwright; `browser.new_page()` gives a page. Each test closes what it opens."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        give_up("no Chromium found; on Debian or Ubuntu: sudo apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        give_up("playwright is missing; install it with: pip install 'corridor[test]'")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGS))
        yield chromium
        chromium.close()


@pytest.fixture(params=[(1400, 900), (390, 844)], ids=["desk", "phone"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """Width and height of a window."""
    return dict(zip(("width", "height"), request.param, strict=True))


@pytest.fixture(scope="session")
def tab(browser: Any) -> Iterator[Any]:
    """Keep one page for all tests: a new one takes longer to open than most tests to run."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def visit(browser: Any, tab: Any, served: Any) -> Iterator[Any]:
    """Open a page of the module's `served`; at the end, see that it asked for nothing else and reported no error."""
    opened: list[Any] = []
    faults: list[str] = []
    asked: list[str] = []
    listeners = {
        "console": lambda message: faults.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: faults.append(str(error)),
        "dialog": lambda dialog: faults.append(dialog.message) or dialog.dismiss(),
    }

    def open_page(path: str, *, viewport: dict[str, int] | None = None) -> Any:
        page = browser.new_page() if opened else tab
        opened.append(page)
        for event, listener in listeners.items():
            page.on(event, listener)
        page.emulate_media(media="screen")
        page.set_viewport_size(viewport or {"width": 1280, "height": 720})
        page.mouse.move(0, 0)
        served.hits.clear()
        page.goto(served.address + path)
        asked.append(path.partition("#")[0])
        return page

    yield open_page
    for page in opened:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        page.goto("about:blank")
        if page is not tab:
            page.close()
    assert faults == []
    assert [hit for hit in served.hits if hit != "/favicon.ico"] == asked[-1:]
