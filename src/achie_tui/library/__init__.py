"""The library: what was fetched and what the user did with it, in two SQLite files.

`cache.db` holds pages, articles, listings and pictures and can be fetched again; `user.db` holds marks and places
and cannot. They are never written in one transaction.
"""
