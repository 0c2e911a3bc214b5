"""Jianbao Explorer: work bulletins become pages one can search and explore."""

__version__ = "0.1.0"
