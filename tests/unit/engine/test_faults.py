"""What becomes of faults of the machine: sentences for people, without the insides of the program."""

from __future__ import annotations

import errno

import pytest

from skyvern.artifacts import StoreUnwritable
from skyvern.domain.failure import Category
from skyvern.engine.faults import inner_failure


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (StoreUnwritable("No space left on device"), "files cannot be kept: No space left on device; make room"),
        (OSError(errno.ENOSPC, "No space left", "/data/x"), "no room is left on the disk of the worker: make room"),
        (OSError(errno.EIO, "broken", "/data/x"), "internal error: OSError; the server's log says more"),
        (KeyError("secret"), "internal error: KeyError; the server's log says more"),
    ],
)
def test_a_fault_of_the_machine_is_told(error: Exception, says: str) -> None:
    failure = inner_failure(error)
    assert failure.reason.startswith(says)
    assert failure.category is Category.INFRASTRUCTURE_ERROR
    assert "/data/x" not in failure.reason
