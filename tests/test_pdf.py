"""The report as PDF: the same bytes each time, nothing fetched, a clear word where the extra is missing."""

import os
import re
import sys

import pytest

from corridor.cli import main
from corridor.compare import make_comparison
from corridor.errors import MissingExtraError
from corridor.report import compose_report, load_weasyprint, render_html, render_pdf, write_report
from corridor.scenario import Scenario
from tests.tiny import row, tiny_network

needs_weasyprint = pytest.mark.usefixtures("weasyprint")


@pytest.fixture(scope="module")
def weasyprint():
    try:
        return load_weasyprint()
    except MissingExtraError:
        if os.environ.get("CI"):
            raise
        pytest.skip("WeasyPrint is not installed")


@pytest.fixture(scope="module")
def network():
    title = '<img src="http://evil.example/x.png"><link rel="stylesheet" href="http://evil.example/x.css">'
    return tiny_network(
        sources=[row("sources", source_id="made-up", title=title, publisher="Tests", how="estimate", year=2020)]
    )


@pytest.fixture(scope="module")
def comparison(network):
    return make_comparison(network, "aldan", "dell", k=1)


@needs_weasyprint
def test_the_pages_are_the_same_each_time_and_come_last(tmp_path, network, comparison):
    for folder in ("a", "b"):
        paths = write_report([comparison], tmp_path / folder, network=network, scenario=Scenario(), stem="x", pdf=True)
        assert [path.suffix for path in paths] == [".html", ".md", ".json", ".xlsx", ".pdf"]
    content = paths[-1].read_bytes()
    assert content.startswith(b"%PDF-")
    assert content == (tmp_path / "a" / "x.pdf").read_bytes()


@needs_weasyprint
def test_what_would_be_fetched_fails_and_is_not_left_out_in_silence(weasyprint, network, comparison, monkeypatch):
    report = compose_report([comparison], network=network, scenario=Scenario())
    assert render_pdf(report).startswith(b"%PDF-")
    monkeypatch.setattr("corridor.report.pdf.render_html", lambda _: '<img src="http://127.0.0.1:9/x.png">')
    with pytest.raises(weasyprint.urls.FatalURLFetchingError, match=r"127\.0\.0\.1:9"):
        render_pdf(report)


@needs_weasyprint
def test_letters_are_set_once_more_over_their_outline(weasyprint, network, comparison, monkeypatch):
    report = compose_report([comparison], network=network, scenario=Scenario())
    plain, given = render_html(report), []
    whole = weasyprint.HTML
    monkeypatch.setattr(weasyprint, "HTML", lambda **options: given.append(options["string"]) or whole(**options))
    render_pdf(report)
    outlined = plain.count("paint-order")
    assert outlined > 10
    assert given[0].count("<text") == plain.count("<text") + outlined
    assert re.sub(r"<text[^>]*paint-order[^>]*>[^<]*</text>", "", given[0]).count("<text") == plain.count("<text")


def test_the_extra_is_named_where_it_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert main(["report", "minsk", "karachi", "--pdf", "--out", str(tmp_path / "never")]) == 2
    assert 'pip install "corridor[pdf]"' in capsys.readouterr().err
    assert not (tmp_path / "never").exists()
