"""Looking for what nobody has thought of: `python -m tests.fuzz --seconds N [--target NAME]`.

A module a target: `INPUTS` makes inputs, `check` raises where one is not taken as it should be, and `SEEDS` are those
that once were not, or that look as if they might. What is found is mended, and becomes a seed.
"""
