"""`python -m achie_tui` and the command `achie-tui`."""

import gc
import sys
from types import TracebackType

_INTERRUPTED = 130


def main() -> int:
    """Run the program; Ctrl+C ends it quietly from the start, while it is still being loaded too."""
    # Importing leaves next to no garbage, and searching for it takes a tenth of the start; `cli` turns it on again.
    gc.disable()
    sys.excepthook = tell_of_crash
    try:
        from achie_tui.cli.main import main as run

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED


def tell_of_crash(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Tell in one sentence of what nobody has foreseen; Python's own words could hold a password."""
    import os

    from achie_tui.cli.given import given
    from achie_tui.config import first_data_dir, first_language
    from achie_tui.crash import told
    from achie_tui.errors import CrashedError

    flags = given(sys.argv[1:], "lang", "config", "data_dir", "profile")
    folder, language = first_data_dir(flags, os.environ), first_language(flags, os.environ)
    sentence = told(error, CrashedError, folder).sentence(language)
    print(f"achie-tui: {sentence}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
