"""Who follows whom among the blocks of one level: lists, graphs with ways that merge, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skyvern.blocks.base import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The blocks of a workflow, or of one loop's body, and the ways between them."""

    blocks: Mapping[str, Block]
    following: Mapping[str, str | None]
    """Who comes after a block that does not choose."""
    ways: Mapping[str, tuple[str | None, ...]]
    """Every way on from a block; None is the end."""

    @classmethod
    def of(cls, blocks: Sequence[Block], *, final: str | None = None) -> Level:
        """Read a level; `final` is the finally block, which no other leads to."""
        inside = [block for block in blocks if block.label != final]
        following = _following(inside, final)
        known = {block.label: block for block in inside}
        ways: dict[str, tuple[str | None, ...]] = {}
        for block in inside:
            chosen = block.arms()
            after = following[block.label]
            ways[block.label] = (after,) if chosen is None else tuple(_real(arm, after, known) for arm in chosen)
        return cls(blocks=known, following=following, ways=ways)

    @property
    def first(self) -> Block | None:
        """The block that follows no other, which need not stand first."""
        followers = {label for ways in self.ways.values() for label in ways}
        return next((block for label, block in self.blocks.items() if label not in followers), None)

    def after(self, block: Block, output: object) -> Block | None:
        """Return the block that follows, given what this one left; None at the end."""
        wanted = block.chosen(output) or self.following.get(block.label)
        return self.blocks.get(wanted) if wanted else None

    def inside(self, chooser: str) -> frozenset[str]:
        """Return the blocks that only some of a chooser's ways lead to: those before the ways merge."""
        reached = [self._reach(way) for way in self.ways[chooser]]
        some = {label for way in reached for label in way}
        return frozenset(label for label in some if not all(label in way for way in reached))

    @property
    def choosers(self) -> tuple[str, ...]:
        """The labels of the blocks that choose their successor."""
        return tuple(label for label, block in self.blocks.items() if block.arms() is not None)

    def _reach(self, label: str | None) -> frozenset[str]:
        found: set[str] = set()
        waiting = [label]
        while waiting:
            at = waiting.pop()
            if at is not None and at in self.ways and at not in found:
                found.add(at)
                waiting.extend(self.ways[at])
        return frozenset(found)


def is_graph(blocks: Sequence[Block]) -> bool:
    """Tell whether a level says itself who follows whom."""
    return any(block.next_block_label or block.arms() is not None for block in blocks)


def graph_problems(blocks: Sequence[Block], *, final: str | None = None, listed: bool = True) -> Iterator[str]:
    """Say what is wrong with the ways of a level and of the loops in it; `listed` allows a plain list."""
    yield from _unknown_labels(blocks)
    if len({block.label for block in blocks}) < len(blocks):
        return  # a label given twice is told elsewhere; which block follows which cannot be said
    level = Level.of(blocks, final=final)
    if circle := _circle(level):
        path = " → ".join(circle)
        yield f"block {circle[0]!r}: next_block_label: the blocks follow one another in a circle: {path}"
    elif not listed or is_graph(blocks):
        yield from _root_problems(level)
    last = next((block for block in blocks if block.label == final), None)
    if last is not None and (last.next_block_label or last.arms() is not None):
        yield f"block {last.label!r}: next_block_label: nothing can follow the finally block"
    for block in blocks:
        if block.inner():
            yield from graph_problems(block.inner())


def _root_problems(level: Level) -> Iterator[str]:
    followers = {label for ways in level.ways.values() for label in ways}
    roots = [label for label in level.blocks if label not in followers]
    if len(roots) > 1:
        names = ", ".join(map(repr, roots))
        yield (
            f"block {roots[1]!r}: next_block_label: no block leads here; exactly one block may be the first, "
            f"these are: {names}. Name each one's successor in next_block_label"
        )


def _unknown_labels(blocks: Sequence[Block]) -> Iterator[str]:
    labels = {block.label for block in blocks}
    for block in blocks:
        if block.next_block_label and block.next_block_label not in labels:
            yield f"block {block.label!r}: next_block_label: no block {block.next_block_label!r} at this level"
        for number, arm in enumerate(block.arms() or ()):
            if arm and arm not in labels:
                place = f"branch_conditions[{number}].next_block_label"
                yield f"block {block.label!r}: {place}: no block {arm!r} at this level"


def _circle(level: Level) -> list[str]:
    """Return the labels of a circle, first and last the same; [] when there is none."""
    done: set[str] = set()
    for start in level.ways:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, Iterator[str | None]]] = []
        if start not in done:
            stack.append((start, iter(level.ways[start])))
            path.append(start)
            on_path.add(start)
        while stack:
            _, ways = stack[-1]
            following = next((way for way in ways if way in level.ways and way not in done), None)
            if following is None:
                label, _ = stack.pop()
                done.add(label)
                on_path.discard(path.pop())
            elif following in on_path:
                return [*path[path.index(following) :], following]
            else:
                stack.append((following, iter(level.ways[following])))
                path.append(following)
                on_path.add(following)
    return []


def _following(blocks: Sequence[Block], final: str | None) -> dict[str, str | None]:
    """Return each block's plain successor: as written, else by the list (up to the first block that chooses)."""
    written = {block.label: None if block.next_block_label == final else block.next_block_label for block in blocks}
    if any(block.next_block_label for block in blocks):
        return written
    for block, following in pairwise(blocks):
        if block.arms() is not None:
            break
        written[block.label] = following.label
    return written


def _real(arm: str | None, after: str | None, known: Mapping[str, Block]) -> str | None:
    if arm is None:
        return after
    return arm if arm in known else None
