"""People: accounts, what they may do, who is signed in, and the record of what was done. Made by people, derived from nothing.

    book        the file accounts.sqlite and its schema
    people      accounts: name, role, password, collections
    signing     signing in and out, waiting after failures, sessions
    audit       who did what
"""
