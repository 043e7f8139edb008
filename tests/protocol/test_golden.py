"""Each golden pair, fed whole, cut in two at every byte, and byte by byte: the same events and answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol.golden_file import Golden, read_input, run

INPUTS = sorted((Path(__file__).parent / "golden").glob("*.input"))


def size(golden: Golden) -> int:
    return sum(len(step) for step in golden.steps if isinstance(step, bytes))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_golden_pair(path: Path) -> None:
    golden = read_input(path)
    expected = path.with_suffix(".events").read_text().splitlines()
    assert run(golden, []) == expected
    for place in range(1, size(golden)):
        assert run(golden, [place]) == expected, f"cut at byte {place}"
    assert run(golden, range(size(golden))) == expected, "byte by byte"


def test_every_input_has_its_events() -> None:
    assert INPUTS
    assert {path.with_suffix(".events") for path in INPUTS} == set(INPUTS[0].parent.glob("*.events"))
