"""Passwords and idle time, as plain rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.people import rules

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60)), st.booleans())
def test_a_session_is_over_exactly_when_it_was_idle_too_long(idle: timedelta, kept: bool) -> None:
    limit = timedelta(days=30) if kept else timedelta(hours=12)
    assert rules.session_is_over(last_seen=NOW - idle, kept=kept, now=NOW) is (idle > limit)


@given(st.text(max_size=300))
def test_a_password_is_taken_by_length_and_familiarity_alone(password: str) -> None:
    problem = rules.password_problem(password, email="ana@example.com", name="Ana Kovács")
    if problem is None:
        assert 10 <= len(password) <= 200
    if problem == "short":
        assert len(password) < 10
    if problem == "long":
        assert len(password) > 200


def test_no_kinds_of_signs_are_asked_for() -> None:
    assert rules.password_problem("correct horse battery", email="ana@example.com", name="Ana") is None
    assert rules.password_problem("ずっと昔のある晴れた日", email="ana@example.com", name="Ana") is None


@given(st.emails())
def test_one_mailbox_has_one_spelling(email: str) -> None:
    once = rules.normal_email(f" {email.upper()} ")
    assert rules.normal_email(once) == once == rules.normal_email(email.upper())
