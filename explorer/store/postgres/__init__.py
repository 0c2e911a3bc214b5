"""The store on a PostgreSQL server, for a workspace that has outgrown one machine (see opening.py for which store a folder has).

The statements are those of the other modules of explorer/store, written once in SQLite's words: dialect.py gives them in PostgreSQL's.
"""
