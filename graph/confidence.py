"""Bands of confidence: what a number between 0 and 1 means to a reader.

A fact's confidence is the prior of its rule, times those of what it is built on. The bands are set by
the share of facts that the gold calls right; docs/evaluation.md has the measurement.
"""

from __future__ import annotations

BANDS: tuple[tuple[str, float], ...] = (("high", 0.9), ("middle", 0.75), ("low", 0.0))
"""Name of a band, and the least confidence in it."""


def band(confidence: float) -> str:
    """The band of a confidence between 0 and 1."""
    return next(name for name, least in BANDS if confidence >= least)
