"""A part of the app tells that it met what nobody has foreseen, and goes on as well as it can."""

from textual.message import Message


class Unforeseen(Message):
    """Something failed that nobody has foreseen; the app keeps a report of it and tells the user."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error
