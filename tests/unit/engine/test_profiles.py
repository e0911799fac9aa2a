"""States of profiles: who writes back, what two sessions that began from one profile leave, and earlier versions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest

from skyvern.credentials import Sealer
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.engine.profiles import VERSIONS, Profiles, memory_of_session
from tests.unit.engine.conftest import ORG

if TYPE_CHECKING:
    from skyvern.browser.host_client import HostClient
    from tests.unit.engine.conftest import Shop


class Host:
    """Takes the state of any browser: its id."""

    async def take_state(self, browser_id: str) -> bytes:
        return browser_id.encode()


HOST = cast("HostClient", Host())


@pytest.fixture
def profiles(shop: Shop) -> Profiles:
    store = shop.rooms.archive._store
    return Profiles(shop.rooms.store.browser_profiles, store, sealer=Sealer(b"k" * 32))


async def kept(shop: Shop) -> str:
    now = utc_now()
    row = BrowserProfile(
        browser_profile_id=new_id("bp"), organization_id=ORG, name=new_id("p"), created_at=now, modified_at=now
    )
    return (await shop.rooms.store.browser_profiles.add(row)).browser_profile_id


def session(profile_id: str, **more: bool) -> BrowserSession:
    now = utc_now()
    return BrowserSession(
        browser_session_id=new_id("pbs"),
        organization_id=ORG,
        status=SessionStatus.RUNNING,
        timeout=60,
        created_at=now,
        modified_at=now,
        browser_profile_id=profile_id,
        started_at=now,
        **more,
    )


async def test_of_two_sessions_from_one_profile_the_first_to_end_is_not_overwritten(
    shop: Shop, profiles: Profiles
) -> None:
    profile = await kept(shop)
    first, second = session(profile), session(profile)
    await profiles.keep_session(HOST, first)
    assert await profiles.state_of(ORG, profile) == first.browser_session_id.encode()
    await profiles.keep_session(HOST, second)
    assert await profiles.state_of(ORG, profile) == first.browser_session_id.encode()
    own = await shop.rooms.store.browser_profiles.named(ORG, memory_of_session(second.browser_session_id))
    assert own is not None, "but it is not lost"
    assert await profiles.state_of(ORG, own.browser_profile_id) == second.browser_session_id.encode()


async def test_a_session_that_says_so_overwrites(shop: Shop, profiles: Profiles) -> None:
    profile = await kept(shop)
    first, second = session(profile), session(profile, generate_browser_profile=True)
    await profiles.keep_session(HOST, first)
    await profiles.keep_session(HOST, second)
    assert await profiles.state_of(ORG, profile) == second.browser_session_id.encode()
    later = session(profile)
    await profiles.keep_session(HOST, later)
    assert await profiles.state_of(ORG, profile) == later.browser_session_id.encode(), "it began with that state"


def states(shop: Shop, profile_id: str) -> set[str]:
    """Return the keys of the states whose bytes are there."""
    folder = f"{ORG}/profiles/{profile_id}"
    path = shop.rooms.archive._store.local_path(folder)
    assert path is not None
    return {f"{folder}/{one.name}" for one in path.iterdir()} if path.exists() else set()


async def row_of(shop: Shop, profile_id: str) -> BrowserProfile:
    row = await shop.rooms.store.browser_profiles.get(ORG, profile_id)
    assert row is not None
    return row


async def numbers(shop: Shop, profile_id: str) -> list[tuple[int, str | None]]:
    return [
        (version.number, version.source)
        for version in await shop.rooms.store.browser_profiles.versions(ORG, profile_id)
    ]


async def test_of_two_sessions_that_end_at_once_one_writes_the_profile(shop: Shop, profiles: Profiles) -> None:
    profile = await kept(shop)
    both = session(profile), session(profile)
    await asyncio.gather(*(profiles.keep_session(HOST, one) for one in both))
    ((_, first),) = await numbers(shop, profile)
    (other,) = {one.browser_session_id for one in both} - {first}
    assert await profiles.state_of(ORG, profile) == str(first).encode()
    assert await shop.rooms.store.browser_profiles.named(ORG, memory_of_session(other)) is not None


async def test_earlier_states_are_kept_listed_and_restored(shop: Shop, profiles: Profiles) -> None:
    profile = await kept(shop)
    before = [session(profile, generate_browser_profile=True) for _ in range(VERSIONS + 2)]
    for one in before:
        await profiles.keep_session(HOST, one)
    ids = [one.browser_session_id for one in before]
    assert await numbers(shop, profile) == list(enumerate(ids, start=1))[::-1][:VERSIONS]
    assert await profiles.restore(await row_of(shop, profile), 4)
    assert await profiles.state_of(ORG, profile) == ids[3].encode()
    assert (await numbers(shop, profile))[0] == (VERSIONS + 3, "version 4")
    assert not await profiles.restore(await row_of(shop, profile), 1), "it fell out of the list"
    assert states(shop, profile) == {
        version.state_key for version in await shop.rooms.store.browser_profiles.versions(ORG, profile)
    }, "and its bytes are gone"


async def test_what_a_session_knows_does_not_overwrite_what_was_restored_meanwhile(
    shop: Shop, profiles: Profiles
) -> None:
    profile = await kept(shop)
    first = session(profile)
    await profiles.keep_session(HOST, first)
    await profiles.keep_session(HOST, session(profile))
    going = session(profile)
    assert await profiles.restore(await row_of(shop, profile), 1)
    await profiles.keep_session(HOST, going)
    assert await profiles.state_of(ORG, profile) == first.browser_session_id.encode()


async def test_a_deleted_profile_leaves_no_state_and_takes_none(shop: Shop, profiles: Profiles) -> None:
    profile = await kept(shop)
    await profiles.keep_session(HOST, session(profile))
    await profiles.keep_session(HOST, session(profile))
    assert len(states(shop, profile)) == 2
    row = await row_of(shop, profile)
    assert await profiles.forget(row)
    assert not await profiles.forget(row)
    assert states(shop, profile) == set()
    late = session(profile)
    await profiles.keep_session(HOST, late)
    assert states(shop, profile) == set(), "who ends after that keeps what it knows as its own"
    assert await shop.rooms.store.browser_profiles.named(ORG, memory_of_session(late.browser_session_id)) is not None
