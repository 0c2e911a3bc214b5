"""From a string to the tree of a query. The grammar, in EBNF; blanks part terms, and side by side means AND:

    query   = [ or ] ;
    or      = and , { "OR" , and } ;
    and     = not , { [ "AND" ] , not } ;
    not     = "NOT" , not | primary ;
    primary = "(" , or , ")" | field , ( "(" , or , ")" | value ) | value ;
    field   = name , ( ":" | "：" ) ;                     names: see FIELDS, in Chinese or English
    value   = phrase | word ;
    phrase  = quote , text , quote , [ "~" , digits ] ;   with ~N: its words, or names such as 人物:陈建春 and
                                                          人物:*, within N characters of each other
    word    = text with `*` or `?` | text , "~" | first , ".." , last | text ;

A bracket within a word (四川年鉴(2023)) is text; so is a name that is no field. A quote without its partner runs
to the end of the query.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass

from index.analysis import fold, visible
from index.errors import QueryFault
from index.query import BODY, TITLE, And, Chunk, Dates, Everything, Facet, Fuzzy, Near, Node, Not, Or, Pattern

MAX_CHARACTERS = 1_000
MAX_TERMS = 32
MAX_DEPTH = 16
MAX_WILDCARDS = 6
MAX_DISTANCE = 200

FIELDS = {
    "标题": TITLE, "title": TITLE, "正文": BODY, "body": BODY, "栏目": "section", "section": "section", "人物": "person",
    "person": "person", "职务": "post", "post": "post", "行为": "act", "act": "act", "机构": "office", "office": "office", "文件": "document", "document": "document", "地区": "place",
    "place": "place", "期": "issue", "issue": "issue", "总期": "total", "total": "total", "日期": "date", "date": "date",
    "年份": "year", "year": "year", "月份": "month", "month": "month",
}  # fmt: skip
"""Name of a field, Chinese or English → where it looks."""

NAMED = ("person", "office", "document")
"""Fields whose values are named in the text at a certain place."""

# A closing curly quote opens too: it is what the hand types when the input method has lost count.
_CLOSING = {'"': '"', "＂": "＂", "“": "”", "”": "”", "「": "」", "『": "』"}
_FIELD = re.compile(rf"(?P<name>{'|'.join(sorted(FIELDS, key=len, reverse=True))})[:：]", re.IGNORECASE)
_DISTANCE = re.compile(r"[~～](?P<n>\d{1,4})")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)(?:[-./年](?P<m>\d{1,2})(?:[-./月](?P<d>\d{1,2})日?|月?)|年)?")


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is one of ( ) AND OR NOT field word phrase."""

    kind: str
    text: str
    position: int
    distance: int = 0


def parse(query: str) -> Node:
    """The tree of a query. QueryFault, with the place, if it cannot be read or asks for too much."""
    if len(query) > MAX_CHARACTERS:
        raise QueryFault(f"the query is longer than {MAX_CHARACTERS:,} characters", MAX_CHARACTERS, "long")
    tokens = _tokens(query)
    terms = [token for token in tokens if token.kind in ("word", "phrase")]
    if len(terms) > MAX_TERMS:
        raise QueryFault(f"the query has more than {MAX_TERMS} terms", terms[MAX_TERMS].position, "terms")
    return _Parser(tokens, len(query)).query() if tokens else Everything()


class _Parser:
    """Recursive descent, one method a rule of the grammar."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens, self._at, self._end, self._depth = tokens, 0, end, 0

    def query(self) -> Node:
        node = self._or("")
        if (token := self._peek()) is not None:
            raise QueryFault("a closing bracket without an opening one", token.position, "bracket")
        return node

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *kinds: str) -> _Token | None:
        token = self._peek()
        if token is None or token.kind not in kinds:
            return None
        self._at += 1
        return token

    def _or(self, field: str) -> Node:
        parts = [self._and(field)]
        while self._take("OR"):
            parts.append(self._and(field))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, field: str) -> Node:
        parts = [self._not(field)]
        while (token := self._peek()) and token.kind not in ("OR", ")"):
            self._take("AND")
            parts.append(self._not(field))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self, field: str) -> Node:
        denials = 0
        while self._take("NOT"):
            denials += 1
        node = self._primary(field)
        return Not(node) if denials % 2 else node

    def _primary(self, field: str) -> Node:
        if opened := self._take("("):
            return self._group(opened, field)
        if named := self._take("field"):
            inner = FIELDS[named.text.lower()]
            if opened := self._take("("):
                return self._group(opened, inner)
            value = self._take("word", "phrase")
            if value is None:
                raise QueryFault(f"nothing behind {named.text}:", named.position, "field")
            return _leaf(value, inner)
        if value := self._take("word", "phrase"):
            return _leaf(value, field)
        token = self._peek()
        raise QueryFault("a term is missing here", token.position if token else self._end, "operand")

    def _group(self, opened: _Token, field: str) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryFault(f"brackets more than {MAX_DEPTH} deep", opened.position, "deep")
        node = self._or(field)
        if not self._take(")"):
            raise QueryFault("this bracket is not closed", opened.position, "bracket")
        self._depth -= 1
        return node


def _leaf(token: _Token, field: str) -> Node:
    if field == "date":
        return _dates(token)
    if field not in ("", TITLE, BODY):
        return Facet(field, token.text, token.position)
    if token.kind == "phrase":
        words = [_near_part(word, token) for word in token.text.split()]
        if token.distance and len(words) > 1:
            return Near(tuple(words), token.distance, token.position, field)
        return Chunk(token.text, True, token.position, field)
    return _word(token, field)


def _near_part(word: str, token: _Token) -> str | Facet:
    """A field within a phrase with a distance: only what is named in the text has a place there."""
    named = _FIELD.match(word)
    if not named or not token.distance or FIELDS[named["name"].lower()] not in NAMED or named.end() == len(word):
        return word
    return Facet(FIELDS[named["name"].lower()], word[named.end() :], token.position)


def _word(token: _Token, field: str) -> Node:
    text, wild = token.text, sum(token.text.count(sign) for sign in "*?")
    if wild and fold(re.sub(r"[*?]", "", text)):
        if wild > MAX_WILDCARDS:
            raise QueryFault(f"more than {MAX_WILDCARDS} wildcards in one word", token.position, "wildcards")
        return Pattern(text, token.position, field)
    if text[-1] in "~～" and len(fold(text[:-1])) > 1:
        return Fuzzy(text[:-1], token.position, field)
    return Chunk(text, False, token.position, field)


def _dates(token: _Token) -> Dates:
    first, dots, last = token.text.partition("..")
    read: Callable[[str, bool], int] = lambda text, end: _day(text.strip(), end, token.position)  # noqa: E731
    if not dots:
        return Dates(read(first, False), read(first, True), token.position)
    return Dates(read(first, False) if first.strip() else 0, read(last, True) if last.strip() else 99_999_999, token.position)


def _day(text: str, end: bool, position: int) -> int:
    """The first day, or the last one, of what is written: a year, a month, a day."""
    match = _DATE.fullmatch(fold(text))
    year, month, day = (int(match[part] or 0) for part in "ymd") if match else (0, 0, 0)
    month = month if match and match["m"] else 12 if end else 1
    longest = calendar.monthrange(year, month)[1] if match and 1 <= month <= 12 else 0
    day = day if match and match["d"] else longest if end else 1
    if not 1 <= day <= longest:
        raise QueryFault("no date: 2020, 2020-07, 2020-07-16, 2020-01..2020-06", position, "date")
    return year * 10_000 + month * 100 + day


def _tokens(query: str) -> list[_Token]:
    """A word or phrase that nothing is left of after folding (blanks, controls, a stray quote) is passed over."""
    tokens: list[_Token] = []
    at = depth = 0
    while at < len(query):
        char = query[at]
        if char.isspace():
            at += 1
        elif char == "(" or char == ")" and depth:
            depth += 1 if char == "(" else -1
            tokens.append(_Token(char, char, at))
            at += 1
        elif closing := _CLOSING.get(char):
            at = _phrase(query, at, closing, tokens)
        elif field := _FIELD.match(query, at):
            tokens.append(_Token("field", field["name"], at))
            at = field.end()
        else:
            at = _plain(query, at, depth, tokens)
    return tokens


def _phrase(query: str, at: int, closing: str, tokens: list[_Token]) -> int:
    found = query.find(closing, at + 1)
    end = len(query) if found < 0 else found
    text = visible(query[at + 1 : end]).strip()
    near = _DISTANCE.match(query, end + 1)
    if fold(text):
        distance = int(near["n"]) if near else 0
        if distance > MAX_DISTANCE:
            raise QueryFault(f"a distance goes up to {MAX_DISTANCE}", end + 1, "distance")
        tokens.append(_Token("phrase", text, at + 1, distance))
    return near.end() if near else end + 1


def _plain(query: str, at: int, depth: int, tokens: list[_Token]) -> int:
    end, inner = at, 0
    while end < len(query) and not query[end].isspace() and query[end] not in _CLOSING:
        inner += (query[end] == "(") - (query[end] == ")")
        if inner < 0 and depth:
            break
        inner, end = max(inner, 0), end + 1
    text = visible(query[at:end]).strip()
    if text in ("AND", "OR", "NOT"):
        tokens.append(_Token(text, text, at))
    elif fold(text):
        tokens.append(_Token("word", text, at))
    return max(end, at + 1)
