"""What can go wrong in the graph. `explorer` turns these into its own tree (explorer/errors.py)."""


class GraphFault(Exception):
    """Root of this package's errors."""


class DataFault(GraphFault):
    """A lexicon or division table cannot be read."""


class UnknownNode(GraphFault):
    """An id that is not in the network."""


class BadCorrection(GraphFault):
    """What should be an entry of the log of corrections is none."""
