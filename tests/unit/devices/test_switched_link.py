"""A link that is aimed elsewhere ends the conversation under way and opens what is there next."""

from __future__ import annotations

import pytest

from appliance.devices.links import LinkError
from appliance.devices.switched_link import SwitchedLink
from tests.unit.devices.fake_links import FakeLink


def test_with_nothing_plugged_in_it_is_not_reached() -> None:
    with pytest.raises(LinkError) as caught:
        SwitchedLink("printer").open(1)
    assert caught.value.stage == "not_reached"


def test_aimed_elsewhere_the_conversation_breaks_and_the_next_is_with_the_new_one() -> None:
    old, new = FakeLink(), FakeLink()
    link = SwitchedLink("printer", old)
    link.open(1)
    link.write(b"half a receipt", 1)
    link.aim(new)
    assert not link.is_open
    with pytest.raises(LinkError) as caught:
        link.write(b"the other half", 1)
    assert caught.value.stage == "broken"
    assert not old.is_open
    link.open(1)
    link.write(b"the next receipt", 1)
    assert (old.written, new.written) == ([b"half a receipt"], [b"the next receipt"])


def test_the_old_one_is_let_go_even_when_nothing_was_said_in_between() -> None:
    old, new = FakeLink(), FakeLink()
    link = SwitchedLink("printer", old)
    link.open(1)
    link.aim(new)
    link.open(1)
    assert (old.is_open, new.is_open) == (False, True)
    link.aim(None)
    with pytest.raises(LinkError):
        link.read(1, 0)
    assert not new.is_open
