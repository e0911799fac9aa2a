"""All kinds of block, one file each: importing this package imports every file in it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter

from skyvern.blocks.base import REGISTRY, Block

_APART = {"branch", "definition", "graph", "reference"}

for _module in pkgutil.iter_modules(__path__):
    if _module.name not in _APART:
        importlib.import_module(f"{__name__}.{_module.name}")

if TYPE_CHECKING:
    AnyBlock = Block
else:
    _first, *_others = REGISTRY.values()
    _union: Any = _first
    for _kind in _others:
        _union |= _kind
    AnyBlock = Annotated[_union, Field(discriminator="block_type")]

for _kind in REGISTRY.values():
    _kind.model_rebuild(force=True, _types_namespace={"AnyBlock": AnyBlock})

block_adapter: TypeAdapter[Block] = TypeAdapter(AnyBlock)
