"""What the official SDKs' page verbs send to `POST /v1/sdk/run_action`, and the answer (contract 2.5; recorded)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from skyvern.contract.fields import Answer, Request

NO_BROWSER = "browser_session_id or browser_address: name the browser that the action is for"
Data = dict[str, Any] | list[Any] | str


class OnElement(Request):
    """What is done to one element."""

    intention: str = Field(min_length=1, description="What is to be done, in plain language.")
    selector: str | None = None
    data: Data | None = Field(None, description="Values that the intention speaks of.")
    timeout: float | None = Field(None, description="Milliseconds; taken and not needed.")

    @property
    def given(self) -> str | None:
        """What is put into the element, if anything."""
        return None


class ClickAction(OnElement):
    """`page.click(prompt=…)`."""

    type: Literal["ai_click"]


class InputTextAction(OnElement):
    """`page.fill(prompt=…)`, `page.type(prompt=…)`."""

    type: Literal["ai_input_text"]
    value: str | None = None
    totp_identifier: str | None = None
    totp_url: str | None = None

    @property
    def given(self) -> str | None:
        """The text to type."""
        return self.value


class SelectOptionAction(OnElement):
    """`page.select_option(prompt=…)`."""

    type: Literal["ai_select_option"]
    value: str | None = None

    @property
    def given(self) -> str | None:
        """The option to choose."""
        return self.value


class UploadFileAction(OnElement):
    """`page.upload_file(prompt=…)`."""

    type: Literal["ai_upload_file"]
    file_url: str | None = None

    @property
    def given(self) -> str | None:
        """The file to upload."""
        return self.file_url


class ActAction(Request):
    """`page.act(…)`."""

    type: Literal["ai_act"]
    intention: str = Field(min_length=1)


class ExtractAction(Request):
    """`page.extract(…)`."""

    type: Literal["extract"]
    prompt: str = Field(min_length=1)
    extract_schema: dict[str, Any] | list[Any] | str | None = None
    error_code_mapping: dict[str, str] | None = None
    intention: str | None = None
    data: Data | None = None


class ValidateAction(Request):
    """`page.validate(…)`."""

    type: Literal["validate"]
    prompt: str = Field(min_length=1)
    model: dict[str, Any] | str | None = None


class PromptAction(Request):
    """`page.prompt(…)`."""

    type: Literal["prompt"]
    prompt: str = Field(min_length=1)
    response_schema: dict[str, Any] | None = None
    model: dict[str, Any] | str | None = None


class LocateAction(Request):
    """`page.locator(prompt=…)`."""

    type: Literal["locate_element"]
    prompt: str = Field(min_length=1)


SdkAction = Annotated[
    ClickAction
    | InputTextAction
    | SelectOptionAction
    | UploadFileAction
    | ActAction
    | ExtractAction
    | ValidateAction
    | PromptAction
    | LocateAction,
    Field(discriminator="type"),
]


class RunActionRequest(Request):
    """One action on the page that a program has open."""

    url: str = Field(description="The page's address; of several open pages it says which.")
    browser_session_id: str | None = None
    browser_address: str | None = None
    workflow_run_id: str | None = Field(None, description="The run of an earlier action of the same program.")
    action: SdkAction

    @model_validator(mode="after")
    def _on_a_browser(self) -> Self:
        if not self.browser_session_id and not self.browser_address:
            raise ValueError(NO_BROWSER)
        return self


class RunActionAnswer(Answer):
    """The run that carried the action out, and what came of it."""

    workflow_run_id: str
    result: Any = None
