# Completion of achie-tui for fish, by `achie-tui completions fish`; an update of the program wants a new one.

function __achie_tui_categories
    if not set -q __achie_tui_known
        set -g __achie_tui_known (command achie-tui --offline categories 2>/dev/null | cut -f 1,2 | string split \t)
    end
    printf '%s\n' $__achie_tui_known
end

function __achie_tui_without_command
    @names@
end

complete -c achie-tui -f
@commands@
@common@
@options@
