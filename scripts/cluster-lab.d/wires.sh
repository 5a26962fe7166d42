# The network: a bridge with shaped ports, or our own switch when delays are requested; sourced by scripts/cluster-lab.
# shellcheck shell=bash

# Jumbo frames, as on clusters: with 1500 bytes two cpus can't fill 1 Gbit between four machines.
frame_bytes=9000

# Burst size of the shaper: one millisecond at full rate, and never less than the largest packet before segmentation.
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
        fail 5 "cluster-lab: this kernel can't shape a network card (tc's message is above; it needs sch_tbf)"
}

# Both ends are shaped: otherwise three machines that send to one would reach it at three times its rate.
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
        fail 5 "cluster-lab: this kernel can't connect machines (ip's message is above; it needs bridge and veth)"
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
    done | inside wire ip -batch - ||
        fail 5 "cluster-lab: the network cards could not be assigned (ip's message is above)"
}

connect_machines() {
    local number
    "wire_by_$wiring"
    for ((number = 1; number <= machines; number++)); do
        printf '%s\n' "addr add $(address_of "$number")/24 dev eth0" "link set eth0 up" |
            inside "node-$number" ip -batch -
    done
}

# set_cable NUMBER cut|restore
set_cable() {
    if [[ $2 == cut ]]; then touch "$lab/node-$1.cut"; else rm -f "$lab/node-$1.cut"; fi
    if [[ $wiring == switch ]]; then
        notify_switch
    elif [[ $2 == cut ]]; then
        inside wire ip link set "port-$1" down
    else
        inside wire ip link set "port-$1" up
    fi
}

# change_cable cut|restore HOST
change_cable() {
    local number pid
    need_machine "$2"
    lock_labs
    set_cable "$number" "$1"
}

# The kernel removes the card of a dead machine with some delay; removing our end takes effect at once.
remove_port() {
    [[ $wiring == switch ]] || inside wire ip link delete "port-$1" 2>/dev/null || true
}
