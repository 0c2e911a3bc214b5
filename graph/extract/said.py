"""A verb of endorsement where it stands: what the families of rules about acts hand to one another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.patterns import Span


@dataclass(frozen=True, slots=True)
class Said:
    """A verb of endorsement found in a sentence."""

    form: str
    match: re.Match[str]
    sentence: Span
