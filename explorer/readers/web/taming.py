"""Hostile markup made harmless before it is parsed.

HTML5's rules walk the stack of open elements at many a tag, and compare each attribute with those before it: lexbor needs 33 s
for 100,000 nested divs and 7 s for 40,000 attributes. Browsers cut the depth too (Blink at 512).
"""

from __future__ import annotations

import re
from collections import Counter

_SMALL = 100_000
_FEW = 2_000
"""Smaller pages with fewer elements cannot take long: at worst a second or two."""
_DEPTH = 512
_TAG_LENGTH = 4_096
_UNREAD = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)
    (?:[\s/]++(?:[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?)?)*+\s*+(?P<close>>|\Z)""",
    re.VERBOSE,
)
"""A tag as HTML5's tokenizer cuts it; one that the page ends in is taken too, lest each `<` before it be tried to the end.
Without backtracking, so that it takes linear time."""
_ENDED_BY_OTHERS = frozenset(
    "p li dd dt tr td th thead tbody tfoot colgroup option optgroup rp rt rb"
    " area base br col embed hr img input link meta param source track wbr html head body".split()
)
"""Elements that are void, or that the next of their kind ends."""
_SELF_CLOSED = re.compile(r"<((?!br\b|hr\b|img\b|input\b|meta\b|link\b|col\b)[a-zA-Z][\w:-]*+)((?:\s[^<>]*?)?)/>")


def tame(text: str) -> tuple[str, int]:
    """The page without what makes parsing slow, and the number of tags that were taken out (0: it is as it was)."""
    if len(text) < _SMALL and text.count("<") - text.count("</") < _FEW:
        return text, 0
    depth = _Depth()
    tamed = _TAG.sub(depth.keep, _UNREAD.sub("", text))
    return (tamed, depth.dropped) if depth.dropped else (text, 0)


def without_self_closing(text: str) -> str:
    """XHTML's <script/> and <div/> as HTML says them: there a slash closes nothing, and a script would never end."""
    return _SELF_CLOSED.sub(r"<\1\2></\1>", text)


class _Depth:
    """Counts what is open, and takes tags out where that is too much."""

    def __init__(self) -> None:
        self.dropped, self._depth = 0, 0
        self._open: Counter[str] = Counter()

    def keep(self, tag: re.Match[str]) -> str:
        """A tag as it goes on: as it is, without its attributes, or as a line break."""
        if not tag["close"]:
            return ""
        name = tag["name"].lower()
        deep = name not in _ENDED_BY_OTHERS and self._counted(name, bool(tag["end"])) > _DEPTH
        if deep or tag.end() - tag.start() > _TAG_LENGTH:
            self.dropped += 1
            return "<br>" if deep else f"<{tag['end']}{tag['name']}>"
        return tag[0]

    def _counted(self, name: str, end: bool) -> int:
        """How many are open with this tag, its own included; an end tag that ends nothing is not counted."""
        if not end:
            self._open[name] += 1
            self._depth += 1
            return self._depth
        before = self._depth
        if self._open[name]:
            self._open[name] -= 1
            self._depth -= 1
        return before
