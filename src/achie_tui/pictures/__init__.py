"""Pictures for a terminal: decoded in a process of their own, written in whatever way the terminal knows."""
