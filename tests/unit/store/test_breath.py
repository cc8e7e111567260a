"""Long work rests after every so many pieces."""

from contextlib import closing
from pathlib import Path

from appliance.store import open_store
from appliance.store.breath import Breath
from appliance.store.scan import Verdict, scan
from tests.faults import selling


def test_work_rests_after_every_so_many_pieces() -> None:
    rests: list[float] = []
    breath = Breath(3, 0.01, rests.append)
    for _ in range(8):
        breath()
    assert rests == [0.01, 0.01]


def test_a_verdict_needs_no_lines_and_lets_others_in_after_each(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, series=selling.SERIES)) as store:
        selling.sell(store, "apples", 0)
    (path,) = selling.journal_paths(tmp_path)
    data, lines = path.read_bytes(), []
    light = scan(path, data, keeps_lines=False, after_line=lambda: lines.append(1))
    whole = scan(path, data)
    assert light.lines == [] and light.verdict is Verdict.WHOLE
    assert len(lines) == len(whole.lines) > 0
    assert light.segment is not None and whole.segment is not None
    assert (light.segment.head, light.segment.last_n) == (whole.segment.head, whole.segment.last_n)
