"""Bytes to model: decode, restore, classify, listing, article, blocks, clean. Pure, and never raises on any bytes."""

# Kept pages are read again when this moves on.
PARSER_VERSION = 4
