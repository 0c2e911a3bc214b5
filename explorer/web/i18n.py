"""The words of the interface. Chinese is the source; English is looked up in explorer/translations/en.po.

Words that stand in a template are marked with `_("…")` there. A word that comes in a variable (the label of a
relation, the remedy of an error) goes through `word`, which treats it as text, never as a pattern or as HTML.
"""

from __future__ import annotations

import gettext as catalogues
import io
from importlib import resources
from urllib.parse import urlsplit

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, request

LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""Code in the address and the cookie → what `lang` says in HTML."""

COOKIE = "language"
_EXTENSION = "translations"


def N_(message: str) -> str:
    """Marks a word in a table for the translator; it is looked up where it is shown."""
    return message


def install(app: Flask, default: str) -> None:
    """Reads the catalogue and gives templates `_`, `ngettext` and the filter `word`."""
    chosen = default if default in LANGUAGES else "zh"
    app.extensions[_EXTENSION] = {"zh": catalogues.NullTranslations(), "en": english(), "default": chosen}
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_lookup, _lookup_counted, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters["word"] = word
    app.context_processor(lambda: {"language": language(), "html_lang": LANGUAGES[language()], "here": here()})


def english() -> catalogues.GNUTranslations:
    """The English catalogue, compiled in memory."""
    compiled = io.BytesIO()
    with (resources.files("explorer") / "translations" / "en.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale="en"))
    return catalogues.GNUTranslations(io.BytesIO(compiled.getvalue()))


def language() -> str:
    """The reader's choice, else that of the settings."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else current_app.extensions[_EXTENSION]["default"]


def word(message: object) -> str:
    """An interface word in the reader's language; what has no translation stays as it is."""
    return _lookup(str(message)) if message else ""


def here() -> str:
    """The present address, to come back to."""
    return request.full_path.rstrip("?")


def local(address: str) -> str:
    """The address, if it is a path on this site; else the front page."""
    parts = urlsplit(address.replace("\\", "/"))
    sound = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if sound and not parts.scheme and not parts.netloc else "/"


def _catalogue() -> catalogues.NullTranslations:
    return current_app.extensions[_EXTENSION][language()]


def _lookup(message: str) -> str:
    """A message that also has a plural is found by its singular: early releases of Python 3.11 do not do that."""
    found = _catalogue().gettext(message)
    return found if found != message else _catalogue().ngettext(message, message, 1)


def _lookup_counted(one: str, many: str, number: int) -> str:
    return _catalogue().ngettext(one, many, number)
