"""The workbench's stick keeps what was on it while it is pulled."""

from __future__ import annotations

from pathlib import Path

from appliance.simulator.stick import StickSocket


def test_pulled_stick_keeps_its_files(tmp_path: Path) -> None:
    news: list[bool] = []
    stick = StickSocket(tmp_path / "run" / "stick", lambda: news.append(stick.is_in))
    assert not stick.is_in
    stick.plug(True)
    (tmp_path / "run" / "stick" / "file").write_text("kept")
    stick.plug(False)
    stick.plug(False)
    assert not (tmp_path / "run" / "stick").exists()
    stick.plug(True)
    assert (tmp_path / "run" / "stick" / "file").read_text() == "kept"
    assert news == [True, False, True]
