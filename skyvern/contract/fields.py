"""Field types that several requests share, and the base that gives explicit nulls the meaning of the default."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from skyvern.domain.origins import parse_origin
from skyvern.domain.proxy import parse_proxy_location


class Request(BaseModel):
    """A body that a caller sent: unknown keys are ignored and a key set to null counts as left out."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_default(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in cast("dict[object, object]", data).items() if value is not None}


class OwnRequest(Request):
    """A body that the published API does not have: nobody sends unknown keys by habit, so they are refused."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: object) -> object:
        known = list(cls.model_fields)
        if not isinstance(data, dict):
            return data
        given = cast("dict[object, object]", data)
        if unknown := [str(key) for key in given if key not in known]:
            problems = [InitErrorDetails(type=_unknown_key(key, known), loc=(key,), input=None) for key in unknown]
            raise ValidationError.from_exception_data(cls.__name__, problems)
        return given


def _unknown_key(key: str, known: list[str]) -> PydanticCustomError:
    meant = "".join(f"did you mean '{near}'? " for near in get_close_matches(key, known, n=1))
    said = "Nothing here is called that; {meant}known are {known}"
    return PydanticCustomError("extra_forbidden", said, {"meant": meant, "known": ", ".join(sorted(known))})


def _moments_are_naive(schema: dict[str, Any]) -> None:
    """Take the format off moments: ours are UTC without a zone, which JSON Schema's `date-time` does not allow."""
    if schema.get("format") == "date-time":
        del schema["format"]
        schema.setdefault("description", "UTC, ISO 8601 without a zone.")
    for value in schema.values():
        for part in cast("list[object]", value) if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                _moments_are_naive(cast("dict[str, Any]", part))


class Answer(BaseModel):
    """The shape of something the server sends; it documents, it does not filter."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_moments_are_naive)


class RunType(StrEnum):
    """The kinds of run."""

    WORKFLOW_RUN = "workflow_run"
    TASK_V1 = "task_v1"
    TASK_V2 = "task_v2"
    TASK_V3 = "task_v3"
    OPENAI_CUA = "openai_cua"
    ANTHROPIC_CUA = "anthropic_cua"
    UI_TARS = "ui_tars"
    YUTORI_NAVIGATOR = "yutori_navigator"


class RunEngine(StrEnum):
    """The engines a caller may name; all are served by the configured minds."""

    SKYVERN_1 = "skyvern-1.0"
    SKYVERN_2 = "skyvern-2.0"
    SKYVERN_3 = "skyvern-3.0"
    OPENAI_CUA = "openai-cua"
    ANTHROPIC_CUA = "anthropic-cua"
    UI_TARS = "ui-tars"
    YUTORI_NAVIGATOR = "yutori-navigator"


class GeoTarget(BaseModel):
    """A place as exact as a city."""

    country: str
    subdivision: str | None = None
    city: str | None = None
    isISP: bool = False


def _no_boolean(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a whole number, not true or false")
    return value


def _known_location(value: object) -> object:
    parse_proxy_location(value)
    return value


def _web_address(value: str) -> str:
    trimmed = value.strip()
    try:
        parts = urlsplit(trimmed)
        readable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        readable = False
    if not readable:
        raise ValueError("must be an http or https URL")
    return trimmed


WholeNumber = Annotated[int, BeforeValidator(_no_boolean)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Proxy = Annotated[
    Any,
    BeforeValidator(_known_location),
    Field(description="A published name, {country, subdivision, city, isISP}, {url}, or null."),
]
Origins = Annotated[
    list[Annotated[str, AfterValidator(parse_origin)]],
    Field(
        max_length=1000,
        description="Sites that a run may reach: example.com, *.example.com, example.com:8443. An extension of ours.",
    ),
]
Headers = dict[str, str]
Minutes = Annotated[WholeNumber, Field(ge=1, le=480)]
Scrolls = Annotated[WholeNumber, AfterValidator(lambda count: max(0, min(count, 1000)))]
