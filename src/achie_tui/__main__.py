"""`python -m achie_tui` and the command `achie-tui`."""

from achie_tui.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    raise SystemExit(main())
