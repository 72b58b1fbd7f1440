"""The one expected error: what is wrong, where, and what to do about it."""

import re

# What would break the line, steer a terminal, or turn the order of its words round.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class InputError(Exception):
    """Input that a user can put right. Its message is one line: place, fault, remedy.

    Whatever it quotes of the input, control characters read as U+FFFD there.
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(UNSEEN.sub("\ufffd", f"{where}: {what}; {remedy}"))
        self.where, self.what, self.remedy = where, what, remedy

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str, str]]:
        """Return what makes it anew, so that it can come from another process."""
        return type(self), (self.where, self.what, self.remedy)
