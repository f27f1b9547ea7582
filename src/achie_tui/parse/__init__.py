"""Bytes to model: decode, restore, classify, listing, article, blocks, clean."""
