"""Signing in, against the hash alone: what is left is what we add to it."""

from __future__ import annotations

import time

from benchmarks import company
from benchmarks.bench import Bench
from benchmarks.clients import Client
from benchmarks.rounds import ROUNDS
from benchmarks.table import Result, of_rounds
from lms.people.passwords import hasher

SLICES, PASSES = 10, 3


def measure(bench: Bench) -> list[Result]:
    """The page with the form and the form itself, both counted; the hash in this very process."""
    kept = hasher.hash(company.PASSWORD)
    _sign_in(bench)
    hasher.verify(kept, company.PASSWORD)
    rounds = [_round(bench, kept) for _ in range(ROUNDS)]
    what = "sign-in, form and answer, argon2id 19 MiB t=2 p=1"
    return [of_rounds(rounds, row="sign-in", what=what, must=1.5, aim=1.25, against="bare hash")]


def _round(bench: Bench, kept: str) -> tuple[float, float]:
    used = [(_ours(bench), _bare_hash(kept)) for _ in range(SLICES)]
    return sum(own for own, _ in used) / SLICES, sum(other for _, other in used) / SLICES


def _ours(bench: Bench) -> float:
    before = bench.ours.cpu()
    for _ in range(PASSES):
        _sign_in(bench)
    return (bench.ours.cpu() - before) / PASSES


def _bare_hash(kept: str) -> float:
    before = time.process_time()
    for _ in range(PASSES):
        hasher.verify(kept, company.PASSWORD)
    return (time.process_time() - before) / PASSES


def _sign_in(bench: Bench) -> None:
    client = Client(bench.ours.port)
    client.sign_in(company.BEN, company.PASSWORD)
    client.close()
