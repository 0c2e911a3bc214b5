"""The store: SQLite, the truth. The only place that writes SQL.

    database    connections, transactions, the version of the schema
    bulletins   writing and deleting an issue and its parts
    knowledge   writing what extraction and resolution found
    state       revision of the store, and what the full-text index was built from
    rows        what the reads return
    queries     reads about issues and articles
    entities    reads about entities and relations

Writers take the connection of `with database.write() as connection`, so that several of them make
one transaction; reads take the `Database`.
"""
