# Where a lab's state is stored, and which of its processes are alive; sourced by scripts/cluster-lab and the agent.
# shellcheck shell=bash

# choose_state: fills labs, the folder of all labs of this user. Inside a lab every user is root, so the caller's value
# is kept.
choose_state() {
    local user=${UID}
    labs=${CLUSTER_LAB_STATE:-}
    [[ -n $labs ]] && return
    if [[ $user == 0 && -w /run ]]; then
        labs=/run/cluster-lab
    elif [[ -n ${XDG_RUNTIME_DIR:-} && -w ${XDG_RUNTIME_DIR:-} ]]; then
        labs=$XDG_RUNTIME_DIR/cluster-lab
    else
        labs=/tmp/cluster-lab-$user
    fi
}

# choose_lab NAME: fills lab, the folder of this lab.
choose_lab() {
    [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] ||
        fail 2 "cluster-lab: --name '$1': use lower-case letters, digits and dashes, 31 at most"
    lab_name=$1
    choose_state
    lab=$labs/$lab_name
}

# A folder in /tmp that another user owns could make us end the wrong processes.
make_state() {
    mkdir -p -m 700 "$labs" && [[ -O $labs ]] ||
        fail 5 "cluster-lab: $labs can't be created or isn't yours; set CLUSTER_LAB_STATE to a folder of your own"
}

# One command at a time changes labs; a second one waits. The last `down` removes the folder: a command that waited on
# it then holds the lock of a deleted folder, and locks the new one.
lock_labs() {
    while :; do
        make_state
        { exec {lab_lock}<"$labs"; } 2>/dev/null || continue
        flock "$lab_lock"
        [[ /proc/self/fd/$lab_lock -ef $labs ]] && return
        exec {lab_lock}<&-
    done
}

# started PID: prints the process's start time in ticks since boot; together with the pid it identifies a process
# uniquely.
started() {
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} != Z ]] && printf '%s' "${fields[19]}"
}

# write_pid WHO PID
write_pid() { printf '%s %s\n' "$2" "$(started "$2")" >"$lab/$1.pid"; }

# read_pid WHO: fills pid; fails if that process has ended. The pid alone may belong to another process by now.
read_pid() {
    local start
    [[ -f $lab/$1.pid ]] && read -r pid start <"$lab/$1.pid" && [[ -n $start && $(started "$pid") == "$start" ]]
}

# need_lab: fills machines, wiring, rate, delay, matrix from what `up` wrote.
need_lab() {
    [[ -f $lab/lab ]] ||
        fail 5 "cluster-lab: lab '$lab_name' is not running; start it with: scripts/cluster-lab --name $lab_name up 4"
    # shellcheck source=/dev/null
    source "$lab/lab"
}

# need_machine HOST: fills number and pid of a running machine.
need_machine() {
    need_lab
    [[ $1 =~ ^node-([1-9][0-9]{0,2})$ ]] && number=${BASH_REMATCH[1]} && ((number <= machines)) ||
        fail 2 "cluster-lab: '$1' is not a machine of lab '$lab_name'; it has node-1 to node-$machines"
    read_pid "$1" ||
        fail 5 "cluster-lab: $1 of lab '$lab_name' is gone (killed or crashed); 'down' and 'up' start new machines"
}

address_of() { printf '10.77.0.%s' "$1"; }
