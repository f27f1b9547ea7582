"""What holds for all tests: the terminal they run in says nothing about the ones they open."""

import os

for name in ("COLUMNS", "LINES", "NO_COLOR", "CLICOLOR", "TMUX"):
    os.environ.pop(name, None)
os.environ["COLORTERM"] = "truecolor"
