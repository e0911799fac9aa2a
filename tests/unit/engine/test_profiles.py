"""States of profiles: who writes back, and what two sessions that began from one profile leave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from skyvern.credentials import Sealer
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import made_at, new_id
from skyvern.engine.profiles import Profiles, memory_of_session
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


def test_an_id_tells_when_it_was_made() -> None:
    assert abs(made_at(new_id("x")) - utc_now()) < timedelta(seconds=5)


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
