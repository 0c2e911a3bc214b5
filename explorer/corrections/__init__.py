"""Corrections by people: their log, what it changes when facts are written, and how an entry is made of what is shown."""
