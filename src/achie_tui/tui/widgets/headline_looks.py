"""How a list of headlines looks: the names of its looks, which are component classes, and the rules for them."""

LOOKS = {
    "headlines--unread",
    "headlines--new",
    "headlines--read",
    "headlines--cut",
    "headlines--match",
    "headlines--category",
    "headlines--snippet",
    "headlines--mark",
    "headlines--chosen",
    "headlines--starred",
    "headlines--later",
    "headlines--date",
    "headlines--date-uncached",
    "headlines--progress",
    "headlines--boundary",
    "headlines--heading",
    "headlines--cursor",
    "headlines--cursor-mark",
    "headlines--cursor-starred",
    "headlines--cursor-later",
    "headlines--cursor-match",
    "headlines--cursor-chosen",
    "headlines--empty",
}

RULES = """
    HeadlineList {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        & > .headlines--unread { color: $foreground; }
        & > .headlines--new { color: $foreground; text-style: bold; }
        & > .headlines--read { color: $text-muted; }
        & > .headlines--mark { color: $accent; }
        & > .headlines--chosen { color: $success; text-style: bold; }
        & > .headlines--starred { color: $warning; text-style: bold; }
        & > .headlines--later { color: $secondary; text-style: bold; }
        & > .headlines--date { color: $text-muted; text-style: none; }
        & > .headlines--date-uncached { color: $text-disabled; text-style: none; }
        & > .headlines--progress { color: $secondary; text-style: none; }
        & > .headlines--boundary { color: $text-disabled; }
        & > .headlines--match { color: $warning; text-style: bold underline; }
        & > .headlines--heading { color: $secondary; }
        & > .headlines--category { color: $text-muted; text-style: none; }
        & > .headlines--snippet { color: $text-muted; text-style: none; }
        & > .headlines--empty { color: $text-muted; }
        & > .headlines--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .headlines--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
        & > .headlines--cut { text-style: dim; }
    }
"""
