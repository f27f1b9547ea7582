"""What a command line says before anything of it is parsed: errors of parsing, and crashes, are told by it."""

from collections.abc import Sequence


def given(words: Sequence[str], *names: str) -> dict[str, str | None]:
    """Give the last value that each option was given, None where it was not, as settings are named."""
    return {name: _last(words, f"--{name.replace('_', '-')}") for name in names}


def _last(words: Sequence[str], option: str) -> str | None:
    value = None
    for number, word in enumerate(words):
        if word.startswith(f"{option}="):
            value = word.partition("=")[2]
        elif word == option and number + 1 < len(words):
            value = words[number + 1]
    return value
