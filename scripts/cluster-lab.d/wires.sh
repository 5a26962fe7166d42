# The network: a bridge with shaped ports, or the switch of our own where delays are asked for; sourced.
# shellcheck shell=bash

# With jumbo frames, as clusters have them: at 1500 bytes two cpus can't fill 1 Gbit between four machines.
frame_bytes=9000

# What one burst of the shaper may be: a millisecond's worth, and never less than the largest packet before it is cut.
burst_of() {
    local number=${1%%[KMG]*} unit=${1##*[0-9]} bytes
    case $unit in
    Kbit) bytes=$((number / 8)) ;;
    Mbit) bytes=$((number * 125)) ;;
    Gbit) bytes=$((number * 125000)) ;;
    esac
    printf '%s' $((bytes > 131072 ? bytes : 131072))
}

# shape WHO DEVICE RATE
shape() {
    inside "$1" tc qdisc add dev "$2" root tbf rate "$3" burst "$(burst_of "$3")" latency 50ms ||
        fail 5 "cluster-lab: this kernel can't shape a network card (tc's words are above; it needs sch_tbf)"
}

# Both ends are shaped: three machines that send to one would otherwise reach it at three times its rate.
wire_by_bridge() {
    local number
    {
        echo "link add bridge type bridge forward_delay 0"
        echo "link set bridge mtu $frame_bytes up"
        for ((number = 1; number <= machines; number++)); do
            read_pid "node-$number"
            echo "link add port-$number mtu $frame_bytes type veth peer name eth0 mtu $frame_bytes netns $pid"
            echo "link set port-$number master bridge up"
        done
    } | inside wire ip -batch - ||
        fail 5 "cluster-lab: this kernel can't join machines (ip's words are above; it needs bridge and veth)"
    for ((number = 1; number <= machines; number++)); do
        [[ -n $rate ]] || continue
        shape "node-$number" eth0 "$rate"
        shape wire "port-$number" "$rate"
    done
}

wire_by_switch() {
    local number
    start_switch
    for ((number = 1; number <= machines; number++)); do
        read_pid "node-$number"
        echo "link set port-$number mtu $frame_bytes txqueuelen 10000 netns $pid name eth0"
    done | inside wire ip -batch - || fail 5 "cluster-lab: the cards could not be given out (ip's words are above)"
}

connect_machines() {
    local number
    "wire_by_$wiring"
    for ((number = 1; number <= machines; number++)); do
        printf '%s\n' "addr add $(address_of "$number")/24 dev eth0" "link set eth0 up" |
            inside "node-$number" ip -batch -
    done
}

# set_cable NUMBER cut|mend
set_cable() {
    if [[ $2 == cut ]]; then touch "$lab/node-$1.cut"; else rm -f "$lab/node-$1.cut"; fi
    if [[ $wiring == switch ]]; then
        tell_switch
    elif [[ $2 == cut ]]; then
        inside wire ip link set "port-$1" down
    else
        inside wire ip link set "port-$1" up
    fi
}

# change_cable cut|mend HOST
change_cable() {
    local number pid
    need_machine "$2"
    lock_labs
    set_cable "$number" "$1"
}

# The card of a machine that is gone goes with it, though the kernel takes its time; ours goes at once.
remove_port() {
    [[ $wiring == switch ]] || inside wire ip link delete "port-$1" 2>/dev/null || true
}
