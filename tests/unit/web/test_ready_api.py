"""The morning check over HTTP."""

from __future__ import annotations

from appliance.web.ready_api import ReadyNow
from tests.unit.web.client import Bench, bench

__all__ = ["bench"]


def test_every_row_is_told_in_its_shape(bench: Bench) -> None:
    now = ReadyNow.model_validate(bench.client.get("/api/v1/ready").get_json())
    assert now.act == sum(row.state == "act" for row in now.rows)
    assert [row.name for row in now.rows][:4] == ["goods", "stock", "people", "day"]


def test_only_a_paired_screen_is_told(bench: Bench) -> None:
    stranger = bench.app.test_client()
    assert stranger.get("/api/v1/ready").status_code == 401
