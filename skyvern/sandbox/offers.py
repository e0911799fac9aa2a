"""The allow-list: which attributes and calls of page objects a code block may use, keyed by the object's class name."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one class offers: attributes, calls that only build something, calls that act and must be awaited."""

    attributes: frozenset[str] = frozenset()
    builds: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()

    @property
    def calls(self) -> frozenset[str]:
        """Every method that may be called."""
        return self.builds | self.acts


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FIND = _names(
    "locator get_by_role get_by_text get_by_label get_by_placeholder get_by_test_id get_by_alt_text "
    "get_by_title frame_locator"
)
_ACT = _names(
    "click dblclick fill press type check uncheck set_checked hover focus tap select_option set_input_files "
    "dispatch_event"
)
_READ = _names("inner_text inner_html text_content get_attribute input_value")
_STATE = _names("is_visible is_hidden is_enabled is_disabled is_checked is_editable")
_QUERY = _names("query_selector query_selector_all eval_on_selector eval_on_selector_all")
_WAIT = _names("wait_for_selector wait_for_load_state wait_for_timeout wait_for_url wait_for_function")

EXPECTATIONS = _names(
    "expect_download expect_popup expect_response expect_request expect_request_finished expect_navigation "
    "expect_console_message expect_file_chooser"
)
"""Waits that a block writes as `async with page.expect_…() as name:`."""

VERBS = _names("act extract locate prompt validate")
"""Calls on the page that the agent sees to, in plain words."""

CHANGES = (_ACT - _names("hover focus")) | _names(
    "press_sequentially clear insert_text down up drag_and_drop drag_to set_files set_content reload "
    "evaluate evaluate_all eval_on_selector eval_on_selector_all"
)
"""Calls that may do something that must not be done twice; of scripts nobody knows, so they count as such."""

FILE_CALLS = MappingProxyType({"set_input_files": 0, "set_files": 0})
"""Calls that take files, and where among the arguments the files are (one later when a selector comes first)."""

OFFERS = MappingProxyType(
    {
        "Page": Offer(
            attributes=_names("url keyboard mouse main_frame frames viewport_size"),
            builds=_FIND | _names("is_closed frame"),
            acts=_ACT
            | _READ
            | _STATE
            | _QUERY
            | _WAIT
            | EXPECTATIONS
            | VERBS
            | _names(
                "goto reload go_back go_forward title content set_content evaluate screenshot pdf drag_and_drop "
                "bring_to_front close"
            ),
        ),
        "Frame": Offer(
            attributes=_names("url name parent_frame child_frames page"),
            builds=_FIND | _names("is_detached"),
            acts=_ACT
            | _READ
            | _STATE
            | _QUERY
            | _WAIT
            | _names("goto title content set_content evaluate drag_and_drop frame_element expect_navigation"),
        ),
        "FrameLocator": Offer(
            attributes=_names("first last owner"),
            builds=_FIND | _names("nth"),
        ),
        "Locator": Offer(
            attributes=_names("first last page content_frame"),
            builds=_FIND | _names("nth filter and_ or_ describe"),
            acts=_ACT
            | _READ
            | _STATE
            | _names(
                "press_sequentially clear blur count all all_inner_texts all_text_contents evaluate evaluate_all "
                "wait_for                 scroll_into_view_if_needed select_text bounding_box screenshot drag_to "
                "element_handle element_handles aria_snapshot"
            ),
        ),
        "ElementHandle": Offer(
            acts=_ACT
            | _READ
            | _STATE
            | _QUERY
            | _names(
                "evaluate bounding_box screenshot scroll_into_view_if_needed select_text wait_for_selector "
                "wait_for_element_state content_frame owner_frame"
            ),
        ),
        "Keyboard": Offer(acts=_names("press type insert_text down up")),
        "Mouse": Offer(acts=_names("click dblclick move down up wheel")),
        "Response": Offer(
            attributes=_names("url status status_text ok headers request"),
            acts=_names("text json body all_headers header_value finished"),
        ),
        "Request": Offer(
            attributes=_names("url method headers post_data resource_type failure"),
            builds=_names("is_navigation_request"),
            acts=_names("response all_headers header_value"),
        ),
        "Download": Offer(
            attributes=_names("suggested_filename url page"),
            acts=_names("failure cancel path"),
        ),
        "FileChooser": Offer(
            attributes=_names("page element"),
            builds=_names("is_multiple"),
            acts=_names("set_files"),
        ),
        "ConsoleMessage": Offer(attributes=_names("text type")),
        "Expectation": Offer(builds=_names("is_done"), acts=_names("value settle")),
    }
)

_TIMEOUTS = "the page outlives the block; give `timeout=` to the calls that need another one"

REFUSED = MappingProxyType(
    {
        "context": "the browser's context is not offered; new tabs come from `async with page.expect_popup() as p:`",
        "request": "requests past the browser are not offered; use an http_request block",
        "route": "changing the page's traffic is not offered",
        "unroute": "changing the page's traffic is not offered",
        "on": "listeners are not offered; use `async with page.expect_…() as name:`",
        "once": "listeners are not offered; use `async with page.expect_…() as name:`",
        "wait_for_event": "use `async with page.expect_…() as name:`",
        "expect_event": "name the event: expect_download, expect_popup, expect_response, …",
        "expose_function": "giving functions to the page is not offered",
        "expose_binding": "giving functions to the page is not offered",
        "add_init_script": "init scripts are not offered; use `await page.evaluate(…)`",
        "add_script_tag": "script tags are not offered; use `await page.evaluate(…)`",
        "add_style_tag": "style tags are not offered; use `await page.evaluate(…)`",
        "set_default_timeout": _TIMEOUTS,
        "set_default_navigation_timeout": _TIMEOUTS,
        "save_as": "files that the page downloads are kept with the run by themselves; leave the call out",
        "delete": "files that the page downloads are kept with the run",
        "pause": "there is nobody to resume the page",
        "video": "the run is recorded by itself",
    }
)
"""Names that people know from Playwright and that are not offered: why, or what to write instead."""


def refusal(class_name: str, name: str) -> str:
    """Return the sentence for a call or attribute that is not offered."""
    reason = REFUSED.get(name)
    return f"{class_name}.{name} is not offered in code blocks" + (f": {reason}" if reason else "")
