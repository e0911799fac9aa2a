"""Web search providers against stand-ins of their APIs."""

from __future__ import annotations

import pytest

from skyvern.blocks.base import FetchFailed
from skyvern.engine.outside import Outside
from skyvern.engine.search import SearchFailed, make_search
from skyvern.testing.http import serving
from skyvern.testing.search import KEY, search_app


@pytest.mark.parametrize("provider", ["searxng", "brave"])
async def test_pages_are_put_together_up_to_the_limit(provider: str) -> None:
    async with serving(search_app()) as url:
        search = make_search(provider, url=url, key=KEY)
        assert search is not None
        hits = await search.find("cats", 23)
        all_of_them = await search.find("cats", 100)
        nothing = await search.find("nothing", 10)
    assert [hit.url for hit in hits] == [f"https://x.example/{n}" for n in range(23)]
    assert (hits[0].title, hits[0].snippet) == ("cats 0", "About 0")
    assert len(all_of_them) == 25
    assert nothing == []


async def test_a_provider_that_refuses_is_named_and_its_key_is_not() -> None:
    async with serving(search_app()) as url:
        search = make_search("brave", url=url, key="wrong-key")
        assert search is not None
        with pytest.raises(SearchFailed, match="brave answered 422") as caught:
            await search.find("cats", 5)
    assert "wrong-key" not in caught.value.failure.reason


async def test_without_a_provider_the_setting_is_named() -> None:
    with pytest.raises(FetchFailed, match="SKYVERN_SEARCH_PROVIDER"):
        await Outside().find("cats", limit=5)


@pytest.mark.parametrize(
    ("provider", "setting"),
    [("searxng", "SKYVERN_SEARCH_URL"), ("brave", "SKYVERN_SEARCH_KEY"), ("bing", "SKYVERN_SEARCH_PROVIDER")],
)
def test_what_a_provider_lacks_is_named(provider: str, setting: str) -> None:
    with pytest.raises(ValueError, match=setting):
        make_search(provider, url="", key="")
