"""`journal verify|show|export`: what a person asks the journal. Reads only, takes no lock, may run while selling.

Its arguments are described where the command line is (`appliance.__main__`): what every program of the box starts with
must not import a store.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appliance.store.export import export
from appliance.store.files import REAL_FILES
from appliance.store.line import NewerSchema
from appliance.store.scan import Scan, Verdict, scan
from appliance.store.segment import Segment
from appliance.store.verify import journal_files

ENDED_BY_READER = 128 + 13  # what a shell calls a process that SIGPIPE ended


def run(args: argparse.Namespace) -> int:
    """Run one command; 0 when all is well, 1 when the journal is damaged, 2 when there is none.

    Who stops reading half-way (`| head`) has seen enough: 141 and no more words.
    """
    paths = journal_files(args.directory)
    if not paths:
        print(f"There is no journal in {args.directory}.", file=sys.stderr)
        return 2
    try:
        code = _answer(args, paths)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # Python writes what is left when it ends
        return ENDED_BY_READER
    except NewerSchema as error:
        print(f"This version is too old to read it: {error}.", file=sys.stderr)
        return 2


def _answer(args: argparse.Namespace, paths: list[Path]) -> int:
    if args.journal_command == "verify":
        return _verify(paths)
    if args.journal_command == "show":
        return _show(paths, args.last)
    return export(paths)


def _read(path: Path) -> Scan:
    return scan(path, REAL_FILES.read(path))


def _verify(paths: list[Path]) -> int:
    before: Segment | None = None
    problems = lines = facts = 0
    for path in paths:
        outcome = _read(path)
        segment = outcome.segment
        if segment is None:
            print(f"{path.name}: DAMAGED: its first line cannot be read.")
            problems += 1
            before = None
            continue
        words, is_problem = _words(outcome, is_last=path == paths[-1])
        if segment.header.broke is not None:
            words += f" Epoch {segment.epoch} begins here: {_why_epoch(segment.header.broke)}."
        elif before is not None and (segment.header.line_head, segment.header.first_n) != (
            before.head,
            before.last_n + 1,
        ):
            words += " It does NOT continue the segment before it."
            is_problem = True
        print(f"{path.name}: {len(outcome.lines)} lines, {len(segment.starts)} facts. {words}")
        problems += is_problem
        lines += len(outcome.lines)
        facts += len(segment.starts)
        before = segment
    head = before.fact_head.hex() if before is not None else "unknown"
    print(f"{len(paths)} segments, {lines} lines, {facts} facts. Head of the facts: {head}")
    print("The journal is sound." if not problems else f"{problems} segments need attention.")
    return 1 if problems else 0


def _why_epoch(broke: Mapping[str, Any]) -> str:
    """A segment left behind sound has no evidence: the back office's word ended that epoch."""
    if broke["evidence"]:
        return f"{broke['segment']} was damaged"
    reasons = {
        "fork": "the facts before are not sent under their numbers any more",
        "series_taken": "other letters",
        "restored": "the box was made again from its backup stick",
    }
    return reasons.get(broke["reason"], str(broke["reason"]))


def _words(outcome: Scan, *, is_last: bool) -> tuple[str, bool]:
    if outcome.verdict is Verdict.WHOLE:
        is_sealed = outcome.segment is not None and outcome.segment.is_sealed
        return ("Sound, sealed." if is_sealed else "Sound, still open."), False
    if outcome.verdict is Verdict.TORN and is_last:
        return "Sound up to an unfinished last write (the till may be writing right now).", False
    place = f"byte {outcome.bad_at} ({outcome.reason}), {len(outcome.behind)} readable lines behind it"
    return f"DAMAGED at {place}.", True


def _show(paths: list[Path], count: int) -> int:
    newest: deque[dict[str, Any]] = deque(maxlen=max(0, count))
    for path in paths:
        newest.extend(line for _, line in _read(path).lines)
    for line in newest:
        print(f"{line['n']:>8}  {line['t']} ({line['q']})")
        for fact in line.get("x", ()):
            number = fact["body"].get("number", "")
            print(f"          fact {fact['f']} {fact['type']} {number}".rstrip())
        for table, doc_id, document in line.get("o", ()):
            print(f"          {table}/{doc_id} {'removed' if document is None else 'written'}")
        if "z" in line:
            print(f"          sealed: {line['z']['lines']} lines, {line['z']['facts']} facts")
    return 0
