"""The pages of a session in a program: everything that Playwright's have, and verbs that take plain language.

browser = await client.launch_cloud_browser()
page = await browser.get_working_page()
await page.goto("https://example.com")
await page.click("#search", prompt="Click the Search button")   # the selector first, else by its words
print(await page.extract("the price", schema={"type": "object", "properties": {"price": {"type": "string"}}}))
await client.close_browser_session(browser.browser_session_id)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from skyvern.client.record import Record
from skyvern.client.wire import given

Schema = Mapping[str, Any]


class Client(Protocol):
    """What pages ask of the client; the arguments are those of its verbs."""

    async def run_sdk_action(self, **options: Any) -> Record:  # noqa: ANN401
        """Do one thing on a page."""
        ...

    async def run_task(self, prompt: str, **options: Any) -> Record:  # noqa: ANN401
        """Start a task."""
        ...

    async def run_workflow(self, workflow_id: str, **options: Any) -> Record:  # noqa: ANN401
        """Start a run."""
        ...

    async def login(self, **options: Any) -> Record:  # noqa: ANN401
        """Sign in."""
        ...

    async def download_files(self, **options: Any) -> Record:  # noqa: ANN401
        """Download files."""
        ...


class CloudBrowser:
    """The browser of a session. `close` only lets go of it; `close_browser_session` of the client ends it."""

    def __init__(
        self,
        client: Client,
        browser_session_id: str,
        browser: Any,  # noqa: ANN401 - Playwright's Browser
        *,
        refusal: type[Exception],
    ) -> None:
        """`refusal` is what Playwright raises when something cannot be done."""
        self.browser_session_id = browser_session_id
        self.browser = browser
        """Playwright's own."""
        self._client, self._refusal = client, refusal

    @property
    def context(self) -> Any:  # noqa: ANN401 - Playwright's BrowserContext
        """Playwright's context of the session's pages."""
        return self.browser.contexts[0]

    @property
    def pages(self) -> list[CloudPage]:
        """The session's pages, oldest first."""
        return [self._page(page) for page in self.context.pages]

    async def get_working_page(self) -> CloudPage:
        """Return the newest page, a new one where there is none."""
        return self.pages[-1] if self.context.pages else await self.get_new_page()

    async def get_new_page(self) -> CloudPage:
        """Open a page."""
        return self._page(await self.context.new_page())

    async def close(self) -> None:
        """Let go of the browser; the session and its pages stay."""
        await self.browser.close()

    async def __aenter__(self) -> Self:
        """Use as `async with await client.launch_cloud_browser() as browser:` to let go of it at the end."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        await self.close()

    def _page(self, page: Any) -> CloudPage:  # noqa: ANN401 - Playwright's Page
        return CloudPage(self._client, self.browser_session_id, page, refusal=self._refusal)


class CloudPage:
    """A page of a session. What is not here is Playwright's: `goto`, `url`, `keyboard`, `wait_for_selector`, …

    A verb that is given a selector and a `prompt` goes by the prompt where the selector fails.
    Verbs with a prompt raise BadRequestError with the reason when it cannot be done.
    """

    def __init__(
        self,
        client: Client,
        browser_session_id: str,
        page: Any,  # noqa: ANN401 - Playwright's Page
        *,
        refusal: type[Exception],
    ) -> None:
        self.page = page
        """Playwright's own."""
        self.agent = PageAgent(client, browser_session_id)
        self._client, self._session, self._refusal = client, browser_session_id, refusal

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever Playwright's page has
        """Return what Playwright's page has under this name."""
        return getattr(self.page, name)

    async def click(self, selector: str | None = None, *, prompt: str | None = None, **options: Any) -> None:  # noqa: ANN401
        """Click an element."""
        plain = None if selector is None else lambda: self.page.click(selector, **options)
        await self._done(plain, prompt, {"type": "ai_click", "selector": selector})

    async def fill(
        self,
        selector: str | None = None,
        value: str | None = None,
        *,
        prompt: str | None = None,
        totp_identifier: str | None = None,
        totp_url: str | None = None,
        **options: Any,  # noqa: ANN401 - those of Playwright
    ) -> None:
        """Put a value into a field; a one-time code is waited for with `totp_identifier` or `totp_url`."""
        plain = None if selector is None or value is None else lambda: self.page.fill(selector, value, **options)
        totp = {"totp_identifier": totp_identifier, "totp_url": totp_url}
        await self._done(plain, prompt, {"type": "ai_input_text", "selector": selector, "value": value, **totp})

    async def type(
        self,
        selector: str | None = None,
        text: str | None = None,
        *,
        prompt: str | None = None,
        **options: Any,  # noqa: ANN401 - those of Playwright
    ) -> None:
        """Type a text key by key."""
        plain = None if selector is None or text is None else lambda: self.page.type(selector, text, **options)
        await self._done(plain, prompt, {"type": "ai_input_text", "selector": selector, "value": text})

    async def select_option(
        self,
        selector: str | None = None,
        value: str | None = None,
        *,
        prompt: str | None = None,
        **options: Any,  # noqa: ANN401 - those of Playwright
    ) -> None:
        """Choose an option."""
        plain = None if selector is None else lambda: self.page.select_option(selector, value, **options)
        await self._done(plain, prompt, {"type": "ai_select_option", "selector": selector, "value": value})

    async def upload_file(
        self,
        selector: str | None = None,
        files: str | None = None,
        *,
        prompt: str | None = None,
        **options: Any,  # noqa: ANN401 - those of Playwright
    ) -> None:
        """Give a file field a file of this machine (by selector), or what lies at a URL (by prompt)."""
        plain = None if selector is None else lambda: self.page.set_input_files(selector, files, **options)
        await self._done(plain, prompt, {"type": "ai_upload_file", "selector": selector, "file_url": files})

    async def act(self, prompt: str) -> None:
        """Do what the prompt says, in as many steps as it takes."""
        await self._asked({"type": "ai_act", "intention": prompt})

    async def extract(
        self,
        prompt: str,
        schema: Schema | Sequence[Any] | str | None = None,
        *,
        error_code_mapping: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - what the schema says
        """Return what the prompt asks for, as the schema wants it."""
        asked = {"prompt": prompt, "extract_schema": schema, "error_code_mapping": error_code_mapping}
        return await self._asked({"type": "extract", **asked})

    async def validate(self, prompt: str, model: Schema | str | None = None) -> bool:
        """Tell whether the page shows what the prompt says."""
        return bool(await self._asked({"type": "validate", "prompt": prompt, "model": model}))

    async def prompt(self, prompt: str, schema: Schema | None = None, model: Schema | str | None = None) -> Any:  # noqa: ANN401 - what the schema says
        """Ask the server's language model."""
        return await self._asked({"type": "prompt", "prompt": prompt, "response_schema": schema, "model": model})

    def locator(self, selector: str | None = None, *, prompt: str | None = None, **options: Any) -> Any:  # noqa: ANN401
        """Return Playwright's locator, or one for what the prompt means; that is looked for when it is used."""
        if prompt is None:
            return self.page.locator(selector, **options)
        return PromptLocator(self, selector, prompt, options)

    async def find(self, prompt: str) -> str:
        """Return a selector of what the prompt means. Raises BadRequestError when it is not there."""
        return str(await self._asked({"type": "locate_element", "prompt": prompt}))

    async def _done(
        self, plain: Callable[[], Awaitable[Any]] | None, prompt: str | None, action: Mapping[str, Any]
    ) -> None:
        """Do it by selector, and where that cannot be, by words."""
        if plain is None and prompt is None:
            verb = str(action["type"]).removeprefix("ai_")
            raise TypeError(f"{verb} needs a prompt, or a selector and what goes with it")
        if plain is not None:
            try:
                await plain()
            except self._refusal:
                if prompt is None:
                    raise
            else:
                return
        await self._asked({**action, "intention": prompt})

    async def _asked(self, action: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the verb returns
        answer = await self._client.run_sdk_action(
            url=self.page.url, browser_session_id=self._session, action=given(action)
        )
        return answer.get("result")


class PromptLocator:
    """A locator for what a prompt means: each of its methods looks for that first."""

    def __init__(self, page: CloudPage, selector: str | None, prompt: str, options: Mapping[str, Any]) -> None:
        self._page, self._selector, self._prompt, self._options = page, selector, prompt, dict(options)

    async def resolve(self) -> Any:  # noqa: ANN401 - Playwright's Locator
        """Return Playwright's locator; the selector's where that finds anything."""
        if self._selector is not None:
            plain = self._page.page.locator(self._selector, **self._options)
            if await plain.count():
                return plain
        return self._page.page.locator(await self._page.find(self._prompt))

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a method of Playwright's locator that is awaited."""

        async def called(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - those of the method
            return await getattr(await self.resolve(), name)(*arguments, **options)

        return called


class PageAgent:
    """Whole runs in the page's session; each is waited for."""

    def __init__(self, client: Client, browser_session_id: str) -> None:
        self._client, self._session = client, browser_session_id

    async def run_task(self, prompt: str, **options: Any) -> Record:  # noqa: ANN401 - those of the client's verb
        """Run a task and return it when it has ended."""
        return await self._client.run_task(prompt, **self._here(options))

    async def run_workflow(
        self,
        workflow_id: str,
        parameters: Schema | None = None,
        **options: Any,  # noqa: ANN401 - those of the client's verb
    ) -> Record:
        """Run a workflow and return its run when it has ended."""
        return await self._client.run_workflow(workflow_id, parameters=parameters, **self._here(options))

    async def login(self, credential_type: str = "skyvern", **options: Any) -> Record:  # noqa: ANN401 - as above
        """Sign in and return the run when it has ended."""
        return await self._client.login(credential_type=credential_type, **self._here(options))

    async def download_files(self, **options: Any) -> Record:  # noqa: ANN401 - those of the client's verb
        """Download files and return the run when it has ended."""
        return await self._client.download_files(**self._here(options))

    def _here(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {"wait_for_completion": True, **options, "browser_session_id": self._session}
