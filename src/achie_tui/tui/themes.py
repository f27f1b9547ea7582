"""The app's own themes: ink by lamplight, ink on paper, and one for tired eyes.

Surfaces differ by a shade instead of being ruled off, and there is one accent: cinnabar, the red of a seal.
"""

from textual.theme import Theme

DARK = Theme(
    name="achie-dark",
    primary="#d9826b",
    secondary="#8fa9b8",
    accent="#d9826b",
    warning="#d6b06a",
    error="#e08080",
    success="#9bb58a",
    foreground="#d5d0c6",
    background="#1a1b1d",
    surface="#1f2123",
    panel="#17181a",
    dark=True,
    variables={
        "block-cursor-background": "#383635",
        "block-cursor-foreground": "#f3eee4",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#292a2b",
        "block-cursor-blurred-foreground": "#d5d0c6",
        "block-hover-background": "#262829",
        "text-muted": "#918d85",
        "text-disabled": "#67645f",
        "link-color": "#9db9c9",
        "screen-selection-background": "#d9826b 35%",
    },
)

LIGHT = Theme(
    name="achie-light",
    primary="#a63d2a",
    secondary="#3f627a",
    accent="#a63d2a",
    warning="#8a5a00",
    error="#b3261e",
    success="#4a6b3a",
    foreground="#2f2c28",
    background="#faf6ed",
    surface="#f4efe4",
    panel="#ede7d9",
    dark=False,
    variables={
        "block-cursor-background": "#dfd5c1",
        "block-cursor-foreground": "#1d1a17",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e8e0cf",
        "block-cursor-blurred-foreground": "#2f2c28",
        "block-hover-background": "#eae3d3",
        "text-muted": "#736c61",
        "text-disabled": "#a09888",
        "link-color": "#2f5873",
        "screen-selection-background": "#a63d2a 25%",
    },
)

CONTRAST = Theme(
    name="achie-contrast",
    primary="#ffd75f",
    secondary="#87d7ff",
    accent="#ffd75f",
    warning="#ffd75f",
    error="#ff8787",
    success="#87ff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    text_alpha=1.0,
    variables={
        "block-cursor-background": "#ffd75f",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#4e4e4e",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-hover-background": "#303030",
        "text": "#ffffff",
        "text-muted": "#d0d0d0",
        "text-disabled": "#a8a8a8",
        "link-color": "#87d7ff",
        "screen-selection-background": "#005f87",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
"""In the order in which one key walks through them."""


def following(name: str) -> str:
    """Give the theme after this one; a theme that is not ours is followed by the first of ours."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
