"""The workflow that is interrupted: six blocks, four of whose goals send a form, and what it must come to."""

from __future__ import annotations

from typing import Any

from tests.chaos.shop import number_of

SUBMITS = ("first", "ant", "bee", "last")


def blocks(site: str) -> list[dict[str, object]]:
    """Return the blocks; `who` is a parameter that tells the runs apart."""
    order = "Enter '{{ who }}-%s' as the name and click 'Send order'"
    return [
        {
            "label": "first",
            "block_type": "navigation",
            "url": f"{site}/order",
            "navigation_goal": order % "first",
        },
        {
            "label": "number",
            "block_type": "extraction",
            "data_extraction_goal": "Extract the order number",
            "data_schema": {"type": "object", "properties": {"order_number": {"type": "string"}}},
        },
        {
            "label": "each",
            "block_type": "for_loop",
            "loop_variable_reference": "{{ ['ant', 'bee'] }}",
            "loop_blocks": [
                {
                    "label": "more",
                    "block_type": "navigation",
                    "url": f"{site}/order",
                    "navigation_goal": order % "{{ current_value }}",
                },
                {"label": "kept", "block_type": "code", "code": "seen = current_value + ' of ' + who"},
            ],
        },
        {
            "label": "sum",
            "block_type": "code",
            "code": "said = [one['blocks']['kept_output']['seen'] for one in each_output]\nn = len(said)",
        },
        {
            "label": "last",
            "block_type": "navigation",
            "url": f"{site}/register",
            "navigation_goal": "Enter '{{ who }}-last' as the name and click 'Register'",
        },
        {"label": "count", "block_type": "http_request", "url": f"{site}/count?of={{{{ who }}}}-"},
    ]


def parameters() -> list[dict[str, object]]:
    """Return the one parameter."""
    return [{"key": "who", "parameter_type": "workflow", "workflow_parameter_type": "string"}]


def come_to(output: object, who: str) -> list[str]:
    """Say what is wrong with a run's output."""
    found: Any = output
    wrong: list[str] = []

    def check(what: str, seen: object, wanted: object) -> None:
        if seen != wanted:
            wrong.append(f"{what}: {seen!r} instead of {wanted!r}")

    check("number", found["number_output"]["extracted_information"], {"order_number": number_of(f"{who}-first")})
    check("sum", found["sum_output"]["said"], [f"ant of {who}", f"bee of {who}"])
    check("passes", len(found["each_output"]), 2)
    check("count", found["count_output"]["response_body"], {"orders": len(SUBMITS)})
    return wrong
