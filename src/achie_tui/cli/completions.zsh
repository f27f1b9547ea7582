#compdef achie-tui
# Completion of achie-tui for zsh, by `achie-tui completions zsh`; an update of the program wants a new one.

_achie_tui_categories() {
    if (( ! ${+_achie_tui_known} )); then
        typeset -ga _achie_tui_known
        _achie_tui_known=(${(f)"$(command achie-tui --offline categories 2>/dev/null | cut -f 1,2 | tr '\t' '\n')"})
    fi
    compadd -a _achie_tui_known
}

# Within a note a quotation mark is escaped in JSON, and a tag holds none.
_achie_tui_tags() {
    local -a tags
    tags=(${(f)"$(command achie-tui --offline notes --json 2>/dev/null |
        grep -o '"tags": \["[^]]*\]' | cut -c 9- | grep -o '"[^"]*"' | tr -d '"' | sort -u)"})
    compadd -a tags
}

_achie_tui() {
    local curcontext=$curcontext state line ret=1
    local -a common names
    common=(
        @common@
    )
    names=(
        @commands@
    )
    _arguments -C -S : $common '1: :->command' '*:: :->rest' && return 0
    case $state in
        command)
            _describe -t commands command names && ret=0
            ;;
        rest)
            case $line[1] in
                @cases@
            esac
            ;;
    esac
    return ret
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _achie_tui "$@"
else
    compdef _achie_tui achie-tui
fi
