"""`python -m achie_tui` and the command `achie-tui`."""

import gc

_INTERRUPTED = 130


def main() -> int:
    """Run the program; Ctrl+C ends it quietly from the start, while it is still being loaded too."""
    # Importing leaves next to no garbage, and searching for it takes a tenth of the start; `cli` turns it on again.
    gc.disable()
    try:
        from achie_tui.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
