# Entering machines and losing them; sourced by scripts/cluster-lab and the agent.
# shellcheck shell=bash

# enter_words PID: fills enter, the words that put a command into that process's machine. Its user namespace is
# named only where it is another one: to enter one's own is an error.
enter_words() {
    enter=(nsenter --target "$1" --net --uts --ipc --mount)
    [[ /proc/self/ns/user -ef /proc/$1/ns/user ]] || enter+=(--user --preserve-credentials)
    enter+=(--)
}

# inside WHO COMMAND...: runs it on a machine, or in the wire between them.
inside() {
    local pid enter
    read_pid "$1" || fail 5 "cluster-lab: $1 of lab '$lab_name' is gone; take it down and up again"
    enter_words "$pid"
    "${enter[@]}" "${@:2}"
}

# environment: prints NAME=VALUE, one a line.
# - the agent stands in for ssh; the card is named since Open MPI would also try others
# - shared memory (vader) inside a machine, TCP between: what a machine shares with itself stays there by namespaces
# - two links: with one, large messages in both directions at once run nearly one after the other
# - all machines share the same few cpus, and neither Open MPI nor OpenMP knows: what spins keeps the others from running
# - names of Open MPI 4, then those under which Open MPI 5 knows the same
# - session folders by lab: two labs have machines of the same name, and numbers of processes come again
environment() {
    printf '%s\n' "CLUSTER_LAB_NAME=$lab_name" "CLUSTER_LAB_STATE=$labs" "CLUSTER_LAB_AGENT=$lab_parts/agent" \
        "CLUSTER_LAB_HOSTFILE=$lab/hostfile" "OMPI_MCA_orte_default_hostfile=$lab/hostfile" \
        "OMPI_MCA_plm_rsh_agent=$lab_parts/agent" OMPI_MCA_plm=rsh OMPI_MCA_ras=^slurm \
        OMPI_MCA_oob_tcp_if_include=eth0 OMPI_MCA_btl_tcp_if_include=eth0 OMPI_MCA_pml=ob1 \
        OMPI_MCA_btl=self,vader,tcp OMPI_MCA_btl_tcp_links=2 OMPI_MCA_mpi_yield_when_idle=1 OMP_WAIT_POLICY=passive \
        "OMPI_MCA_orte_tmpdir_base=$lab/tmp" OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
        "PRTE_MCA_plm_ssh_agent=$lab_parts/agent" PRTE_MCA_plm=ssh PRTE_MCA_ras=^slurm "PRTE_MCA_prte_tmpdir_base=$lab/tmp" \
        "PRTE_MCA_prte_default_hostfile=$lab/hostfile" PRTE_MCA_oob_tcp_if_include=eth0
}

print_environment() {
    local line
    need_lab
    while read -r line; do printf 'export %s=%q\n' "${line%%=*}" "${line#*=}"; done < <(environment)
}

# run_on HOST COMMAND...: becomes the command, so that signals and the exit code are the command's own.
run_on() {
    local host=$1 number pid enter line
    shift
    need_machine "$host"
    while read -r line; do export "${line?}"; done < <(environment)
    export CLUSTER_LAB_MACHINE=$lab/$host
    enter_words "$pid"
    # shellcheck disable=SC2016  # expanded on the machine, where a folder must be entered anew
    exec "${enter[@]}" bash -c 'cd -- "$1" && shift && exec "$@"' cluster-lab "$PWD" "$@"
}

# The cable goes first: a machine that loses power says no goodbye, while killed processes would close connections.
kill_machine() {
    local number pid
    need_machine "$1"
    lock_labs
    set_cable "$number" cut
    touch "$lab/$1.killed"
    end_all "$1" "$1"
    remove_port "$number"
}

replace_file() {
    local number pid
    need_machine "$1"
    [[ -e $2 ]] || fail 2 "cluster-lab: replace: '$2' isn't there; only what exists can be replaced"
    [[ -e $3 ]] || fail 2 "cluster-lab: replace: '$3' isn't there; give the file that $1 shall see"
    inside "$1" mount --bind "$(readlink -f "$3")" "$(readlink -f "$2")" ||
        fail 5 "cluster-lab: replace: mount's words are above; a folder can't stand in for a file"
}

restore_file() {
    local number pid
    need_machine "$1"
    inside "$1" umount "$(readlink -f "$2")" ||
        fail 2 "cluster-lab: restore: '$2' was not replaced on $1 (umount's words are above)"
}
