"""JSON schemas of the answers, read from their type hints: the counterpart of `explorer.answers.plain.plain`."""

from __future__ import annotations

import inspect
import types
import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, Union

from explorer.answers.plain import LEFT_OUT
from graph.confidence import BANDS

Schema = dict[str, Any]
_SIMPLE: Mapping[object, Schema] = {
    str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"}, type(None): {"type": "null"},
    object: {}, Any: {},
}  # fmt: skip
_MANY = (list, tuple, set, frozenset, Sequence, Iterable)


class Schemas:
    """The schemas of some types and of all that these are made of. Each dataclass and TypedDict is a component of its own."""

    def __init__(self, roots: Iterable[object]) -> None:
        """Raises TypeError for a type that has no form in JSON."""
        self._classes = list(dict.fromkeys(found for root in roots for found in _classes(root, set())))
        counted = Counter(found.__name__ for found in self._classes)
        self._names = {found: found.__name__ if counted[found.__name__] == 1 else _longer(found) for found in self._classes}

    def components(self) -> dict[str, Schema]:
        """Name → schema, in order of the names."""
        return {name: self._object(found) for found, name in sorted(self._names.items(), key=lambda pair: pair[1])}

    def of(self, hint: Any) -> Schema:
        """The schema of one type, components by reference. Raises TypeError."""
        if hint in self._names:
            return {"$ref": f"#/components/schemas/{self._names[hint]}"}
        if hint in _SIMPLE:
            return dict(_SIMPLE[hint])
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(part) for part in parts]}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if origin is tuple and Ellipsis not in parts:
            return {"type": "array", "prefixItems": [self.of(part) for part in parts], "minItems": len(parts), "maxItems": len(parts)}
        if origin in _MANY:
            return {"type": "array", "items": self.of(parts[0])}
        raise TypeError(f"no JSON schema for {hint}")

    def _object(self, found: type) -> Schema:
        hints = fields(found)
        properties = {name: self.of(hint) for name, hint in hints.items()}
        if hints.get("confidence") is float:
            properties["band"] = {"type": "string", "enum": [name for name, _ in BANDS]}
        told = {"description": inspect.cleandoc(found.__doc__)} if found.__doc__ else {}
        return {"type": "object", **told, "properties": properties, "required": list(properties), "additionalProperties": False}


def fields(found: type) -> dict[str, Any]:
    """Name → type of what an answer tells. Names of builtins stand for themselves, even where a field bears such a name."""
    hints = typing.get_type_hints(found, localns={})
    return {name: hint for name, hint in hints.items() if name not in LEFT_OUT}


def _classes(hint: Any, seen: set[object]) -> Iterator[type]:
    if inspect.isclass(hint) and (is_dataclass(hint) or typing.is_typeddict(hint)):
        if hint not in seen:
            seen.add(hint)
            yield hint
            for inner in fields(hint).values():
                yield from _classes(inner, seen)
    else:
        for part in typing.get_args(hint):
            yield from _classes(part, seen)


def _longer(found: type) -> str:
    """Two answers may have parts of one name: each is told with its module, DrawnStep and PiecesStep."""
    return "".join(word.capitalize() for word in found.__module__.rsplit(".", 1)[-1].split("_")) + found.__name__
