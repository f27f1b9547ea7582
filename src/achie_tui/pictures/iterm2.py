"""Pictures by iTerm2's inline images protocol, which WezTerm and mintty know too.

Source: https://iterm2.com/documentation-images.html. A picture is `OSC 1337 ; File = arguments : base64 BEL`, its
size given in cells. It lives in the cells it covers: writing over them erases it. `doNotMoveCursor` is WezTerm's
(https://wezterm.org/imgcat.html); others pass over it, and so a picture must end above the last line of the screen.
"""

import base64

from achie_tui.pictures.cells import Area, blanked, written_at
from achie_tui.pictures.raster import Png


def place(picture: Png, area: Area) -> str:
    """Show a picture on these cells."""
    arguments = (
        f"inline=1;size={len(picture.data)};width={area.width};height={area.height}"
        ";preserveAspectRatio=1;doNotMoveCursor=1"
    )
    return written_at(area, f"\x1b]1337;File={arguments}:{base64.standard_b64encode(picture.data).decode()}\x07")


def clear(area: Area) -> str:
    """Take a picture away."""
    return blanked(area)
