# fish completion for syncctl. The program itself knows what can stand where; nothing here is evaluated.
function __syncctl_complete
    set -l token (commandline -ct)
    set -l answer (command syncctl __complete fish (commandline -opc) "$token" 2>/dev/null </dev/null)
    set -l head (string split -m 1 ' ' -- "$answer[1]")
    set -l prefix "$head[2]"
    for line in $answer[2..-1]
        printf '%s%s\n' "$prefix" "$line"
    end
    set -l path (string sub -s (math 1 + (string length -- "$prefix")) -- "$token")
    switch "$head[1]"
        case files
            printf '%s\n' $prefix(__fish_complete_path "$path")
        case folders
            printf '%s\n' $prefix(__fish_complete_directories "$path")
    end
end
complete -c syncctl -f -a '(__syncctl_complete)'
