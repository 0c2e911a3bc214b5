"""What the index takes in: one flat document. Plain data, no engine is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass

SCHEMA_VERSION = 5  # raise it when the stored fields change: old indexes are then rebuilt

FACETS = ("year", "section", "place", "person", "office", "document", "act", "issue")
MONTH = "month"  # a facet that follows from the date: YYYY-MM


@dataclass(frozen=True, slots=True)
class IndexDoc:
    """One document, as the caller hands it over.

    `id` names it in the text store; `date` is ISO 'YYYY-MM-DD', or '' when unknown; `order` is its position within
    that date (lower is first); `number` that of its issue, comparable between issues, 0 when unknown; `facets` maps names among FACETS to their values. ValueError on another facet name.
    """

    id: str
    title: str
    body: str
    date: str
    order: int
    facets: Mapping[str, tuple[str, ...]]
    number: int = 0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.facets) - set(FACETS))
        if unknown:
            raise ValueError(f"unknown facets: {', '.join(unknown)}")
