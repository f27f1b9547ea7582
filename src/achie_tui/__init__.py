"""The news of 高新院 (achie.org) in a terminal."""

__version__ = "0.1.0"
