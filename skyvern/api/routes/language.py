"""The block language: check a definition without saving it, and read what blocks there are."""

from __future__ import annotations

import inspect
from typing import Any

from skyvern.api.auth import Authorized
from skyvern.api.compat import CompatRoute
from skyvern.api.definitions import read_body
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.blocks.base import REGISTRY, Block
from skyvern.blocks.definition import DefinitionError
from skyvern.contract.language import BlockTypeAnswer, ValidationAnswer
from skyvern.contract.workflow import WorkflowBody
from skyvern.engine.checking import check_definition, warnings_of

router = room("workflows", route_class=CompatRoute)


@router.post("/v1/workflows/validate", response_model=ValidationAnswer)
async def validate_workflow(body: WorkflowBody, _caller: Authorized) -> Json:
    """Check a definition as saving it would, without saving it."""
    try:
        parsed = check_definition(read_body(body).workflow_definition)
    except DefinitionError as error:
        return Json({"valid": False, "errors": str(error).split("; "), "warnings": []})
    return Json({"valid": True, "errors": [], "warnings": list(warnings_of(parsed.tree, parsed.definition))})


@router.get("/v1/block_types", response_model=list[BlockTypeAnswer])
async def list_block_types(_caller: Authorized) -> Json:
    """List the kinds of block with the JSON Schema of their fields."""
    rows = (
        {
            "block_type": kind,
            "description": inspect.cleandoc(block.__doc__ or ""),
            "json_schema": _drawn(block),
        }
        for kind, block in sorted(REGISTRY.items())
    )
    return Json(list(rows))


def _drawn(block: type[Block]) -> dict[str, Any]:
    """Return a block's schema with what is its own before what it shares with others, as a form shows it best."""
    schema = block.model_json_schema()
    home = schema["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    names = [name for kind in block.__mro__ for name in inspect.get_annotations(kind)]
    order = {name: place for place, name in reversed(list(enumerate(names)))}
    home["properties"] = dict(sorted(home["properties"].items(), key=lambda item: order.get(item[0], len(names))))
    return schema
