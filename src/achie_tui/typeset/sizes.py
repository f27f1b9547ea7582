"""Numbers of bytes in words."""

_STEP, _ROUND = 1000, 100


def size(number: int) -> str:
    """Say a number of bytes."""
    value = float(number)
    for unit in ("B", "KB", "MB"):
        if value < _STEP:
            return f"{value:.0f} {unit}" if unit == "B" or value >= _ROUND else f"{value:.1f} {unit}"
        value /= _STEP
    return f"{value:.1f} GB"
