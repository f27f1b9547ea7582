"""The built-in demo site: a small news site of our own writing, served over loopback HTTP for ``--demo``."""
