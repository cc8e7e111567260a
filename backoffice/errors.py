"""The one error type of the back office: a stable code, the field it concerns, and what would have been allowed.

The table of codes is part of the protocol (docs/protocol.md): a box and a screen decide by the code, people read
the message. Knows no framework and no database.
"""

from __future__ import annotations

from typing import Final

TABLE: Final[dict[str, tuple[int, str]]] = {
    # the message itself
    "bad_request": (422, "The request is not what it should be."),
    "bad_json": (422, "The body is not JSON."),
    "broken_chain": (422, "The facts do not lead from the stated start to the stated end."),
    "not_json": (415, "The body has another type than expected."),
    "bad_encoding": (415, "The body is compressed in a way that is not understood."),
    "too_large": (413, "The body is too large."),
    "not_found": (404, "There is nothing here."),
    "method_not_allowed": (405, "This cannot be done here."),
    # a box
    "unsigned": (401, "The request is not signed."),
    "bad_signature": (401, "The signature does not fit the request."),
    "bad_digest": (401, "The body is not the one that was signed."),
    "clock_off": (401, "The request was signed more than a day away from now."),
    "unknown_box": (401, "No such box."),
    "wrong_box": (403, "This is another box's address."),
    "revoked": (403, "The owner has removed this box."),
    "gap": (409, "Facts before these are missing."),
    "fork": (409, "There are other facts with these numbers."),
    "late_report": (409, "A newer report is known."),
    # enrolment
    "unknown_enrolment": (404, "No such enrolment."),
    "unknown_code": (404, "No box shows this code."),
    "enrolment_closed": (409, "This enrolment is no longer open."),
    "fingerprint_differs": (409, "The fingerprint is not the one of this box."),
    "wrong_currency": (409, "The box counts in another currency than the merchant."),
    "series_taken": (409, "Another box gives receipts with these letters."),
    # an owner
    "signed_out": (401, "Sign in first."),
    "wrong_password": (401, "Email or password is wrong."),
    "wrong_origin": (403, "The request comes from another place."),
    "wrong_csrf": (403, "The page is out of date; load it again."),
    "wrong_setup_token": (403, "The link for the first visit is wrong or used up."),
    "already_set_up": (409, "There is an owner already."),
    "email_taken": (409, "This email is in use."),
    "in_use": (409, "Something else still needs it."),
    "already_done": (409, "This was decided before."),
    # the back office
    "too_many": (429, "Too many at once; try again later."),
    "busy": (503, "The back office is busy; try again."),
    "not_durable": (503, "It is not certain that this was kept; send it again."),
    "internal": (500, "Something went wrong here."),
}


class OfficeError(Exception):
    """A refusal with a code of `TABLE`; `params` are the values its message needs."""

    def __init__(
        self, code: str, *, field: str | None = None, allowed: str | None = None, **params: object
    ) -> None:
        super().__init__(code)
        self.status, self.message = TABLE[code]
        self.code = code
        self.field = field
        self.allowed = allowed
        self.params = params

    def __str__(self) -> str:
        parts = [self.code]
        if self.field is not None:
            parts.append(f"field {self.field}")
        if self.allowed is not None:
            parts.append(f"allowed: {self.allowed}")
        parts.extend(f"{name}={value}" for name, value in self.params.items())
        return ", ".join(parts)

    def to_dict(self) -> dict[str, object]:
        """The JSON shape of docs/protocol.md, "Transport"."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "field": self.field,
                "allowed": self.allowed,
                "params": self.params,
            }
        }


class StickError(Exception):
    """Nothing of a stick can be imported; the text says why and what is allowed."""
