# Completion of achie-tui for bash, by `achie-tui completions bash`; an update of the program wants a new one.

_achie_tui_categories() {
    if [[ -z ${_achie_tui_known+set} ]]; then
        _achie_tui_known=$(command achie-tui --offline categories 2>/dev/null | cut -f 1,2 | tr '\t' '\n')
    fi
    printf '%s\n' "$_achie_tui_known"
}

# Within a note a quotation mark is escaped in JSON, and a tag holds none.
_achie_tui_tags() {
    command achie-tui --offline notes --json 2>/dev/null |
        grep -o '"tags": \["[^]]*\]' | cut -c 9- | grep -o '"[^"]*"' | tr -d '"' | sort -u
}

_achie_tui() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command= words= word index=0 is_value= before= i
    @commands@
    @common@
    COMPREPLY=()
    if [[ $current == "=" ]]; then
        current=
    elif [[ $previous == "=" ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == "=" ]]; then
            is_value=1
            continue
        elif [[ -n $is_value ]]; then
            is_value=
            continue
        fi
        case $word in
            @valued@
            -*) ;;
            *)
                if [[ -z $command && $index == 0 && " $commands " == *" $word "* ]]; then
                    command=$word
                else
                    index=$((index + 1))
                fi
                ;;
        esac
    done
    if [[ -n $is_value ]]; then
        case $command:$previous in
            @values@
        esac
    elif [[ $current == -* ]]; then
        case $command in
            @options@
        esac
        words="$words $common"
    elif [[ -z $command && $index == 0 ]]; then
        words=$commands
    else
        case $command:$index in
            @operands@
        esac
    fi
    case $words in
        @files) words=$(compgen -f -- "$current") ;;
        @folders) words=$(compgen -d -- "$current") ;;
        @categories)
            words=$(_achie_tui_categories)
            # These two take no commas.
            if [[ $current == *,* && $command != sync && $command != feed ]]; then
                before=${current%,*},
                current=${current##*,}
            fi
            ;;
        @tags) words=$(_achie_tui_tags) ;;
        *) words=${words// /$'\n'} ;;
    esac
    # Nothing of these lines is evaluated; what a shell would is not offered.
    while IFS= read -r word; do
        if [[ -n $word && $word == "$current"* && $word != *[$'\\$`;&|<>()*?[]{}!#"\'']* ]]; then
            COMPREPLY+=("$before$word")
        fi
    done <<<"$words"
    compopt -o filenames 2>/dev/null
}

complete -F _achie_tui achie-tui
