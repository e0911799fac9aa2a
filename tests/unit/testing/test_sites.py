"""The sample sites behave like the sites they imitate, and mean the same in every variant."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from skyvern.testing.sites.facts import INVOICES, PORTAL_PASSWORD, PORTAL_USERNAME, VOCABULARY
from skyvern.testing.sites.samples import SAMPLE_WORKFLOWS, sample_workflow
from skyvern.testing.sites.server import RunningSites, running
from skyvern.testing.sites.variant import Variant

SEEDS = [0, 5]


@pytest.fixture(params=SEEDS)
def sites(request: pytest.FixtureRequest) -> Iterator[RunningSites]:
    with running(request.param) as sites:
        yield sites


@pytest.fixture
def visitor(sites: RunningSites) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sites.base_url, follow_redirects=True) as client:
        yield client


def names(sites: RunningSites, site: str, values: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """The values under the field names of the running variant."""
    variant = Variant(seed=sites.variant, site=site)
    return {variant.ident(key): value for key, value in values.items()}


def sign_in(sites: RunningSites, visitor: httpx.Client, password: str = PORTAL_PASSWORD) -> httpx.Response:
    return visitor.post(
        "/portal/login", data=names(sites, "portal", {"username": PORTAL_USERNAME, "password": password})
    )


def test_the_published_search_finds_exactly_one_person(sites: RunningSites, visitor: httpx.Client) -> None:
    wanted = {"first_name": "John", "last_name": "Smith", "state": "CA"}
    page = visitor.get("/registry/results", params=names(sites, "registry", dict(wanted))).text
    assert "1 record found" in page
    assert "12345678" in page
    assert page.count("/members/") >= 1
    assert "12398741" not in page
    assert sites.state.searches == [wanted]


def test_names_are_found_without_their_accents(sites: RunningSites, visitor: httpx.Client) -> None:
    wanted = names(sites, "registry", {"first_name": "jose", "last_name": "garcia"})
    assert "12402215" in visitor.get("/registry/results", params=wanted).text


def test_a_missing_record_says_so_and_offers_similar_names(sites: RunningSites, visitor: httpx.Client) -> None:
    page = visitor.get("/registry/results", params=names(sites, "registry", {"last_name": "Smyth"})).text
    assert Variant(seed=sites.variant, site="registry").word("no_results") in page
    assert ">Smith</a>" in page


def test_many_results_come_in_pages(sites: RunningSites, visitor: httpx.Client) -> None:
    wanted = {**names(sites, "registry", {"last_name": "Martinez"}), "page": "3"}
    page = visitor.get("/registry/results", params=wanted).text
    assert "page 3 of 3" in page
    assert "Yolanda" in page
    assert "Alice" not in page


def test_the_portal_is_closed_until_the_right_password_is_given(sites: RunningSites, visitor: httpx.Client) -> None:
    assert visitor.get("/portal/invoices").url.path == "/portal/login"
    refused = sign_in(sites, visitor, "wrong")
    assert Variant(seed=sites.variant, site="portal").word("login_failed") in refused.text
    assert refused.url.path == "/portal/login"
    assert sign_in(sites, visitor).url.path == "/portal/dashboard"
    assert [entry["succeeded"] for entry in sites.state.sign_ins] == [False, True]
    visitor.post("/portal/logout")
    assert visitor.get("/portal/invoices").url.path == "/portal/login"


def test_an_account_is_locked_after_five_wrong_passwords(sites: RunningSites, visitor: httpx.Client) -> None:
    for _ in range(5):
        sign_in(sites, visitor, "wrong")
    assert "locked" in sign_in(sites, visitor).text
    assert visitor.get("/portal/dashboard").url.path == "/portal/login"


def test_invoices_come_in_pages_and_can_be_filtered(sites: RunningSites, visitor: httpx.Client) -> None:
    sign_in(sites, visitor)
    seen = "".join(visitor.get(f"/portal/invoices?page={number}").text for number in (1, 2, 3))
    assert all(invoice.number in seen for invoice in INVOICES)
    overdue = visitor.get("/portal/invoices", params=names(sites, "portal", {"status": "Overdue"})).text
    assert "3 invoices" in overdue
    assert "INV-10458" not in overdue


def test_invoices_can_be_had_as_pdf_and_csv(sites: RunningSites, visitor: httpx.Client) -> None:
    sign_in(sites, visitor)
    pdf = visitor.get("/portal/invoices/INV-10451/pdf")
    assert pdf.headers["content-disposition"] == 'attachment; filename="INV-10451.pdf"'
    assert pdf.content.startswith(b"%PDF-1.4")
    assert b"startxref" in pdf.content
    shown = visitor.get("/portal/invoices/INV-10451/document.pdf")
    assert shown.headers["content-disposition"].startswith("inline")
    table = visitor.post("/portal/invoices/export").text
    assert len(table.splitlines()) == 1 + len(INVOICES)
    assert sites.state.downloads == ["INV-10451.pdf", "INV-10451.pdf", "invoices.csv"]


def test_the_application_keeps_values_and_names_what_is_wrong(sites: RunningSites, visitor: httpx.Client) -> None:
    sent = names(sites, "application", {"first_name": "Ann", "email": "ann@", "birth_date": "2024-01-01"})
    page = visitor.post("/application/step/personal", data=sent).text
    assert 'value="Ann"' in page
    assert "Enter a valid e-mail address" in page
    assert "at least 18" in page
    assert "This field is required" in page


def test_an_application_ends_with_a_reference_number(sites: RunningSites, visitor: httpx.Client) -> None:
    personal: dict[str, str | list[str]] = {
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "ann@example.com",
        "phone": "555 010 1234",
        "birth_date": "1990-02-28",
        "position": "Accounting clerk",
        "employment_type": "part_time",
        "work_permit": "yes",
        "shifts": ["morning", "night"],
    }
    address: dict[str, str | list[str]] = {
        "street": "1 Elm St",
        "city": "Reno",
        "state": "NV",
        "postal_code": "89501",
        "country": "Canada",
    }
    visitor.post("/application/step/personal", data=names(sites, "application", personal))
    visitor.post("/application/step/address", data=names(sites, "application", address))
    resume = Variant(seed=sites.variant, site="application").ident("resume")
    review = visitor.post(
        "/application/step/documents",
        data=names(sites, "application", {"terms": "yes"}),
        files={resume: ("cv.pdf", b"%PDF-1.4", "application/pdf")},
    )
    assert "Morning, Night" in review.text
    done = visitor.post("/application/review").text
    (submission,) = sites.state.submissions
    assert submission["reference"] in done
    assert {key: submission[key] for key in personal} == personal
    assert submission["resume"] == "cv.pdf"


def test_pages_of_the_application_cannot_be_skipped(visitor: httpx.Client) -> None:
    assert visitor.get("/application/review").url.path == "/application/step/personal"


def test_the_slow_desk_fails_as_promised(sites: RunningSites, visitor: httpx.Client) -> None:
    assert visitor.get("/slow/billing").status_code == 500
    assert visitor.get("/slow/archive").status_code == 404
    with pytest.raises(httpx.RemoteProtocolError):
        visitor.get("/slow/dropped")
    assert visitor.post("/slow/requests/119").status_code == 409
    visitor.post("/slow/requests/118")
    assert sites.state.events == [{"kind": "approved", "request": "118"}]


def test_a_report_takes_as_long_as_it_was_asked_to(sites: RunningSites, visitor: httpx.Client) -> None:
    answer = visitor.get("/slow/report", params={"seconds": "0.3"})
    assert answer.elapsed.total_seconds() >= 0.3
    assert "R-2041" in answer.text


def test_visitors_have_sessions_of_their_own(sites: RunningSites, visitor: httpx.Client) -> None:
    sign_in(sites, visitor)
    with httpx.Client(base_url=sites.base_url, follow_redirects=True) as stranger:
        assert stranger.get("/portal/invoices").url.path == "/portal/login"


def test_a_seed_gives_the_same_shape_twice_and_another_seed_another_one() -> None:
    pages: list[str] = []
    for seed in (7, 7, 8):
        with running(seed) as sites:
            pages.append(httpx.get(f"{sites.base_url}/registry/").text)
    assert pages[0] == pages[1]
    assert pages[0] != pages[2]


def test_no_two_labels_of_one_form_can_be_worded_alike() -> None:
    form = ("first_name", "last_name", "email", "phone", "birth_date", "position", "employment_type", "city", "state")
    words = [word for key in form for word in {**VOCABULARY["common"], **VOCABULARY["application"]}[key]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", SAMPLE_WORKFLOWS)
def test_every_sample_workflow_points_at_its_site(name: str) -> None:
    definition = sample_workflow(name, "http://127.0.0.1:8010/")
    first = definition["workflow_definition"]["blocks"][0]
    assert first["url"].startswith(f"http://127.0.0.1:8010/{SAMPLE_WORKFLOWS[name]}/")


def test_an_unknown_sample_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="credential_verification"):
        sample_workflow("nothing", "http://localhost")


def test_files_for_uploads_are_served(visitor: httpx.Client) -> None:
    assert visitor.get("/files/resume.pdf").content.startswith(b"%PDF")
    assert visitor.get("/files/photo.png").headers["content-type"] == "image/png"
    assert visitor.get("/files/else.txt").status_code == 404
