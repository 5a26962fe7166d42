# Reports how the guest ended; sourced by scripts/numa-lab.
# shellcheck shell=bash

show_console() {
    [[ -s $session/console ]] || return 0
    say "numa-lab: the last lines of the guest's console:"
    tail -n "${1:-15}" "$session/console" | tr -d '\r' | sed 's/^/    /' >&2
}

keep_console() {
    touch "$session/console"
    tr -d '\r' <"$session/console" >"$console" || say "numa-lab: --console '$console' can't be written"
}

# end_with_outcome QEMU_CODE: exits with the command's exit code, 124 on a timeout, or 125 if the guest failed.
end_with_outcome() {
    local line
    if [[ -s $session/code ]]; then
        exit "$(<"$session/code")"
    elif [[ -f $session/stuck ]]; then
        show_console
        fail 125 "numa-lab: the guest did not boot within $boot_seconds s;" \
            "with --accel kvm inside a virtual machine, KVM may hang like this: try --accel tcg"
    elif [[ $1 == 124 || $1 == 137 ]]; then
        show_console 5
        [[ -f $session/reached ]] ||
            fail 124 "numa-lab: timeout: the guest had not started the command after $timeout_seconds s (--timeout)"
        fail 124 "numa-lab: timeout: the command was still running after $timeout_seconds s (--timeout)"
    elif grep -q 'Kernel panic' "$session/console" 2>/dev/null; then
        show_console 30
        line=$(grep -m 1 -o 'Kernel panic.*' "$session/console" | tr -d '\r')
        fail 125 "numa-lab: the guest's kernel panicked: $line"
    elif line=$(grep -m 1 -o 'numa-lab: guest: .*' "$session/console" 2>/dev/null); then
        show_console
        fail 125 "${line//$'\r'/}"
    elif [[ -s $session/qemu-words ]]; then
        cat "$session/qemu-words" >&2
        fail 125 "numa-lab: QEMU ended with exit code $1; its messages are above"
    fi
    show_console 30
    fail 125 "numa-lab: the guest ended without the command's exit code (QEMU's exit code: $1);" \
        "it may have shut itself down"
}
