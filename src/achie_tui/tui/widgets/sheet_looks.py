"""How a view of a sheet looks: the names of its looks, which are component classes, and the rules for them."""

LOOKS = {
    "sheet--title",
    "sheet--facts",
    "sheet--notice",
    "sheet--message",
    "sheet--paragraph",
    "sheet--heading",
    "sheet--subheading",
    "sheet--quote",
    "sheet--list",
    "sheet--table",
    "sheet--table-header",
    "sheet--table-total",
    "sheet--image",
    "sheet--caption",
    "sheet--attribution",
    "sheet--related",
    "sheet--marker",
    "sheet--strong",
    "sheet--emphasis",
    "sheet--deleted",
    "sheet--inserted",
    "sheet--preformatted",
    "sheet--link",
    "sheet--match",
    "sheet--match-current",
    "sheet--link-number",
    "sheet--highlight",
    "sheet--chosen",
    "sheet--note",
}

RULES = """
    SheetView {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        & > .sheet--title { color: $primary; text-style: bold; }
        & > .sheet--facts { color: $text-muted; }
        & > .sheet--notice { color: $text-warning; }
        & > .sheet--message { color: $text-muted; }
        & > .sheet--heading { color: $secondary; text-style: bold; }
        &:ansi > .sheet--heading { text-style: bold underline; }
        & > .sheet--subheading { text-style: bold; }
        & > .sheet--table-header { background: $surface; color: $secondary; text-style: bold; }
        &:ansi > .sheet--table-header { text-style: bold underline; }
        & > .sheet--table-total { text-style: bold; }
        & > .sheet--image { background: $surface; color: $text-muted; }
        & > .sheet--caption { color: $text-muted; }
        & > .sheet--attribution { color: $text-muted; }
        & > .sheet--marker { color: $secondary; }
        & > .sheet--strong { text-style: bold; }
        & > .sheet--emphasis { text-style: italic; }
        & > .sheet--deleted { color: $text-muted; text-style: strike; }
        & > .sheet--inserted { text-style: underline; }
        & > .sheet--preformatted { background: $surface; }
        & > .sheet--link { color: $link-color; text-style: underline; }
        & > .sheet--match { background: $warning 30%; }
        & > .sheet--match-current { background: $warning; color: $background; text-style: bold; }
        & > .sheet--link-number { background: $secondary; color: $background; text-style: bold; }
        & > .sheet--highlight { background: $success 25%; }
        &:ansi > .sheet--highlight { text-style: underline; }
        &:nocolor > .sheet--highlight { background: $background; text-style: underline; }
        & > .sheet--chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .sheet--note { color: $text-muted; }
    }
"""
