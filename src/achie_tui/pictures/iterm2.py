"""Pictures by iTerm2's inline images protocol, which WezTerm and mintty know too.

Source: https://iterm2.com/documentation-images.html. A picture is `OSC 1337 ; File = arguments : base64 BEL`, its
size given in cells. It lives in the cells it covers: writing over them erases it. `doNotMoveCursor` is WezTerm's
(https://wezterm.org/imgcat.html); others pass over it, and so a picture must end above the last line of the screen.
"""

import base64

from achie_tui.pictures.cells import Area, blanked, written_at
from achie_tui.pictures.raster import Jpeg, Png


def place(picture: Png, area: Area) -> str:
    """Show a picture on these cells."""
    return _shown(picture.data, area, keeps_proportions=True)


def fill(picture: Jpeg, area: Area) -> str:
    """Show a picture that has the proportions of these cells on all of them."""
    return _shown(picture.data, area, keeps_proportions=False)


def _shown(data: bytes, area: Area, *, keeps_proportions: bool) -> str:
    arguments = (
        f"inline=1;size={len(data)};width={area.width};height={area.height}"
        f";preserveAspectRatio={int(keeps_proportions)};doNotMoveCursor=1"
    )
    return written_at(area, f"\x1b]1337;File={arguments}:{base64.standard_b64encode(data).decode()}\x07")


def clear(area: Area) -> str:
    """Take a picture away."""
    return blanked(area)
