"""When the catalogue is asked for, and when that question is cut off."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from appliance.watchdog.answers import Answer, NoAnswer, Outcome
from appliance.watchdog.pull import Pull
from appliance.watchdog.till_link import TillAnswer
from appliance.watchdog.view import Cursor, Identity, TillView, till_view
from tests.unit.watchdog.books import TillBook, error
from tests.unit.watchdog.stage import IDENTITY

NEWS = Answer(200, {"generation": "g1", "version": 5, "is_snapshot": False})


@dataclass
class Scene:
    """A pull whose turns a test takes itself."""

    outcome: Outcome = NEWS
    till_answer: int = 200
    asked: list[tuple[str | None, int]] = field(default_factory=list)
    interrupted: int = 0
    suspected: int = 0
    now_s: float = 100.0

    def __post_init__(self) -> None:
        self.pull = Pull(self.Till(self), self.connect, self.suspect, lambda: 0.5, lambda: self.now_s)
        self.view = replace(till_view(TillBook(identity=IDENTITY).next()), cursor=Cursor("g1", 4))

    def suspect(self) -> None:
        self.suspected += 1

    def connect(self, identity: Identity) -> Scene:
        return self

    def changes(self, generation: str | None, after: int, wait_s: int, limit_bytes: int) -> Outcome:
        self.asked.append((generation, after))
        return self.outcome

    def interrupt(self) -> None:
        self.interrupted += 1

    def close(self) -> None:
        pass

    @dataclass
    class Till:
        scene: Scene

        def changes(self, changes: Any, asked: Cursor) -> tuple[TillAnswer, Cursor | None]:
            if self.scene.till_answer != 200:
                return TillAnswer(409, error("cursor_moved")), None
            return TillAnswer(200, {}), Cursor(changes["generation"], changes["version"])

        def interrupt(self) -> None:
            pass


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_after_a_change_the_next_question_follows_from_it(scene: Scene) -> None:
    scene.pull.obey(scene.view, True)
    scene.pull.turn()
    scene.pull.turn()
    assert scene.asked == [("g1", 4), ("g1", 5)]


@pytest.mark.parametrize("why", ["offline", "choice", "offer", "other box"])
def test_a_waiting_question_is_cut_off_when_it_is_not_wanted_any_more(scene: Scene, why: str) -> None:
    scene.pull.obey(scene.view, True)
    scene.pull.turn()
    other = Identity("other-box", scene.view.identity.key, "http://127.0.0.1:1")  # type: ignore[union-attr]
    views: dict[str, TillView] = {
        "offline": scene.view,
        "choice": replace(scene.view, is_offline_by_choice=True),
        "offer": replace(scene.view, wants_offer=True),
        "other box": replace(scene.view, identity=other),
    }
    scene.pull.obey(views[why], why != "offline")
    assert scene.interrupted == 1


def test_nothing_new_without_waiting_does_not_make_the_box_hammer(scene: Scene) -> None:
    scene.outcome = Answer(200, {"generation": "g1", "version": 4, "is_snapshot": False})
    scene.pull.obey(scene.view, True)
    scene.pull.turn()
    assert scene.pull.turn() == pytest.approx(1.0)
    assert len(scene.asked) == 1


def test_without_a_place_to_wait_the_box_comes_again_when_it_is_told(scene: Scene) -> None:
    scene.outcome = Answer(200, {"generation": "g1", "version": 4, "is_snapshot": False}, retry_after_s=5.0)
    scene.pull.obey(scene.view, True)
    scene.pull.turn()
    assert scene.pull.turn() == pytest.approx(5.0)


def test_a_moved_cursor_is_asked_for_again_from_the_tills_own(scene: Scene) -> None:
    scene.till_answer = 409
    scene.pull.obey(scene.view, True)
    assert scene.pull.turn() > 0
    scene.now_s += 60
    scene.pull.obey(replace(scene.view, cursor=Cursor("g2", 1)), True)
    scene.pull.turn()
    assert scene.asked == [("g1", 4), ("g2", 1)]


def test_a_broken_connection_is_passed_on_and_retry_after_obeyed(scene: Scene) -> None:
    scene.outcome = NoAnswer("office_down", "503", retry_after_s=90)
    scene.pull.obey(scene.view, True)
    assert scene.pull.turn() == 90
    assert scene.suspected == 1
    scene.now_s += 89
    scene.pull.turn()
    assert len(scene.asked) == 1
