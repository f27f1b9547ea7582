"""The screens: the one that everything happens on, and the help over it."""
