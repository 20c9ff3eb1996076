"""Which channels one person answers for, within the filters and within what is open."""

from collections.abc import Iterator

import pytest

from access.roles import scope_of
from answers.channels import FAMILIES, of_family
from data.filters import Filters
from data.metrics import METRICS
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data.records import published


@pytest.fixture(scope="module", autouse=True)
def _some(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("channels")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, {"received": "2026-04-01", "channel": "im_vk"})
        yield


def test_a_family_is_all_its_channels_or_those_of_them_that_the_filter_names() -> None:
    assert of_family(FAMILIES["pos"], Filters(), EVERYTHING) == Filters(channels=("pos_appeal_59fz", "pos_message"))
    named = Filters(channels=("im_vk", "letter"))
    assert of_family(FAMILIES["im"], named, EVERYTHING) == Filters(channels=("im_vk",))
    assert of_family(FAMILIES["pos"], named, EVERYTHING) is None


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("head", {"im", "pos"}), ("curator", {"im", "pos"}), ("centre_head", {"im", "pos"}),
        ("incident_officer", {"im"}), ("pos_officer", {"pos"}), ("recipient", set()),
        ("auditor", {"im", "pos"}), ("administrator", set()),
    ],
)  # fmt: skip
def test_a_role_opens_the_families_whose_channels_it_sees(role: str, opened: set[str]) -> None:
    scope = scope_of([role])
    assert {code for code, one in FAMILIES.items() if of_family(one, Filters(), scope) is not None} == opened


def test_who_reads_the_letters_of_one_body_sees_that_body_s_part_of_every_channel() -> None:
    scope = Scope((Grant(recipients=("housing",)),))
    assert all(of_family(one, Filters(), scope) for one in FAMILIES.values())
    assert not any(of_family(one, Filters(recipients=("mcu",)), scope) for one in FAMILIES.values())


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_what_a_family_reports_is_declared_and_its_clock_is_a_share_of_its_own_counts(family) -> None:
    assert {*family.kpis, *family.report} <= set(METRICS)
    assert METRICS[family.share].basis == METRICS[family.counts[0]].basis
