"""`python -m achie_tui` and the command `achie-tui`."""

_INTERRUPTED = 130


def main() -> int:
    """Run the program; Ctrl+C ends it quietly from the start, while it is still being loaded too."""
    try:
        from achie_tui.cli import main as run

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    raise SystemExit(main())
