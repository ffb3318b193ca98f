#compdef syncctl
# zsh completion for syncctl. The program itself knows what can stand where; nothing here is evaluated.
_syncctl() {
    local -a answer names shown
    local line name
    answer=("${(@f)$(command syncctl __complete zsh "${(@Q)words[1,CURRENT]}" 2>/dev/null </dev/null)}")
    for line in "${(@)answer[2,-1]}"; do
        name=${line%%$'\t'*}
        names+=("$name")
        if [[ -n ${line#*$'\t'} ]]; then
            shown+=("${(r:24:)name} -- ${line#*$'\t'}")
        else
            shown+=("$name")
        fi
    done
    # What stands before `=` is not part of the names.
    [[ $answer[1] == *' '?* ]] && compset -P '*='
    (($#names)) && compadd -l -d shown -a names
    case $answer[1] in
        files*) _files ;;
        folders*) _files -/ ;;
    esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _syncctl "$@"
else
    compdef _syncctl syncctl
fi
