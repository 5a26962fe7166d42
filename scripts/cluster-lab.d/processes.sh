# Finds the processes of a lab and ends them; sourced by scripts/cluster-lab.
# shellcheck shell=bash

# Every process of a machine has CLUSTER_LAB_MACHINE=FOLDER/HOST in its environment, from its first program on. So they
# are found after any crash of this script, and no other process is mistaken for one.
# marked PATTERN: prints the processes whose variable is FOLDER/PATTERN (a regular expression), never this script
# itself.
marked() {
    local folder=${lab//[^a-zA-Z0-9\/-]/.} file pid
    while read -r file; do
        pid=${file#/proc/}
        pid=${pid%/environ}
        [[ $pid == "$$" || $pid == "$BASHPID" ]] || printf '%s\n' "$pid"
    done < <(grep -lszE "^CLUSTER_LAB_MACHINE=$folder/$1\$" /proc/[0-9]*/environ)
}

# in_network_of PID: prints the processes in that process's network namespace, including those that cleared their
# environment.
in_network_of() {
    local other
    for other in /proc/[0-9]*; do
        if [[ $other/ns/net -ef /proc/$1/ns/net && ${other#/proc/} != "$$" ]]; then printf '%s\n' "${other#/proc/}"; fi
    done
}

# end_all PATTERN [HOST]: repeats until none is left, because a process may start another one before it dies.
end_all() {
    local attempt found
    for attempt in {1..100}; do
        found=$(marked "$1")
        if [[ -n ${2:-} ]] && read_pid "$2"; then found+=$'\n'$(in_network_of "$pid"); fi
        [[ -n ${found//[[:space:]]/} ]] || return 0
        # shellcheck disable=SC2086  # one argument per process
        kill -KILL $found 2>/dev/null || true
        sleep 0.02
    done
    fail 5 "cluster-lab: these processes don't end: ${found//$'\n'/ }" \
        "(they may be waiting for a device: ps -o stat,wchan)"
}
