"""The one expected error: what is wrong, where, and what to do about it."""


class InputError(Exception):
    """Input that a user can put right. Its message is one line: place, fault, remedy."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where, self.what, self.remedy = where, what, remedy

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str, str]]:
        """Return what makes it anew, so that it can come from another process."""
        return type(self), (self.where, self.what, self.remedy)
