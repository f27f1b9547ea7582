# Completion of achie-tui for fish, by `achie-tui completions fish`; an update of the program wants a new one.

function __achie_tui_categories
    if not set -q __achie_tui_known
        set -g __achie_tui_known (command achie-tui --offline categories 2>/dev/null | cut -f 1,2 | string split \t)
    end
    printf '%s\n' $__achie_tui_known
end

# Within a note a quotation mark is escaped in JSON, and a tag holds none.
function __achie_tui_tags
    command achie-tui --offline notes --json 2>/dev/null |
        grep -o '"tags": \["[^]]*\]' | cut -c 9- | grep -o '"[^"]*"' | tr -d '"' | sort -u
end

function __achie_tui_without_command
    @names@
end

complete -c achie-tui -f
@commands@
@common@
@options@
