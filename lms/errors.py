"""What may go wrong in a way a person should read about."""

from __future__ import annotations


class Refusal(Exception):
    """A rule of the trade says no; `sentence` is fit for the person who asked.

    The web turns it into a message page with this status, a command into exit code 1.
    """

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Exception):
    """There is no such row, or none that this viewer may know of; both read the same."""


class ConfigurationError(Exception):
    """A setting is unknown or does not parse; the message names it and says what to write."""
