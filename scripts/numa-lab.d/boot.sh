# Starts QEMU and waits for the guest to boot; sourced by scripts/numa-lab.
# shellcheck shell=bash
# The variable is for the tests of numa-lab itself, so that a guest that never boots doesn't cost them 90 s.
boot_seconds=${ACCELBENCH_LAB_BOOT_SECONDS:-90}
kvm_device=${ACCELBENCH_LAB_KVM_DEVICE:-/dev/kvm}

# KVM is used when requested, or refused with the reason; it is never chosen automatically, nor silently replaced by
# emulation.
check_accel() {
    [[ $accel == kvm ]] || return 0
    [[ -e $kvm_device ]] ||
        fail 5 "numa-lab: --accel kvm: there is no $kvm_device" \
            "(no hardware virtualisation, or its module isn't loaded); use --accel tcg"
    [[ -r $kvm_device && -w $kvm_device ]] ||
        fail 5 "numa-lab: --accel kvm: this user may not open $kvm_device" \
            "(on Debian, join the group kvm); or use --accel tcg"
}

# Stops a guest that does not boot: under emulation on a busy machine this happens once in some hundred starts.
watch_boot() {
    local second
    for ((second = 0; second < boot_seconds; second++)); do
        sleep 1
        [[ -f $session/reached ]] && return
    done
    touch "$session/stuck"
    kill "$(<"$session/pid")"
}

# Pipes, because QEMU needs separate read and write ends; a terminal is opened for both directions.
start_guest() {
    local watcher
    watch_boot </dev/null >/dev/null 2>&1 &
    watcher=$!
    code=0
    {
        timeout --foreground -k 5 "$timeout_seconds" qemu-system-x86_64 "${qemu_arguments[@]}" 8>&1 9>&3 \
            </dev/null >/dev/null 2>"$session/qemu-words" | cat
        code=${PIPESTATUS[0]}
    } 3> >(cat >&2) || true
    kill "$watcher" 2>/dev/null || true
}
