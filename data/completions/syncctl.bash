# bash completion for syncctl. The program itself knows what can stand where; nothing here is evaluated.
_syncctl() {
    local -a answer
    COMPREPLY=()
    mapfile -t answer < <(command syncctl __complete bash "$COMP_WORDBREAKS" \
        "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
    case ${answer[0]-} in
    files*) compopt -o default ;;
    folders*) compopt -o dirnames ;;
    esac
    COMPREPLY=("${answer[@]:1}")
}
complete -F _syncctl syncctl
