"""What can go wrong, each with the sentence the user reads and the exit status scripts see.

Here stands what several packages know, by what it is about; what only one knows stands in that.
"""

from achie_tui.errors.base import *
from achie_tui.errors.library import *
from achie_tui.errors.network import *
from achie_tui.errors.pages import *
from achie_tui.errors.system import *
from achie_tui.errors.usage import *
