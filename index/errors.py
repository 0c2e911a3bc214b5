"""What can go wrong in the index. `explorer` turns these into its own tree (explorer/errors.py)."""


class IndexFault(Exception):
    """Root of this package's errors."""


class IndexMissing(IndexFault):
    """There is no index in the directory, or it was written by another schema: rebuild it."""


class IndexBusy(IndexFault):
    """Another process is writing to the index: wait for it."""


class QueryFault(IndexFault):
    """The query cannot be read. `position` is the 0-based character it stumbled over; `code` names the fault in a word."""

    def __init__(self, reason: str, position: int = 0, code: str = "") -> None:
        super().__init__(reason)
        self.position = position
        self.code = code


class IndexUnreachable(IndexFault):
    """The search cluster does not answer, or takes nothing more; what is stored is whole, and asking again later may do."""


class AddressFault(IndexFault):
    """The address of the search cluster cannot be understood, or what talks to it is not installed."""
