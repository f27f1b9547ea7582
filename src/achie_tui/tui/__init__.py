"""The app. The only part of the program that knows Textual."""

import os

# Textual reads this once, when it is imported: with the protocol on, what an input method commits is garbled.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
