# Makes a bare root and runs commands in it; sourced by scripts/distribution-test.
# shellcheck shell=bash

check_host() {
    local program
    [[ $(id -u) == 0 ]] || fail 5 "distribution-test: debootstrap and chroot need root"
    for program in debootstrap unshare git python3; do
        command -v "$program" >/dev/null ||
            fail 5 "distribution-test: $program is not installed; as root: apt-get install $program"
    done
    unshare --mount --pid --fork true 2>/dev/null ||
        fail 5 "distribution-test: mount and process namespaces can't be created here (a container?)"
    find_mirror
}

# Finds apt's mirror on this machine: the one for the suite, or else the one for this machine's release.
find_mirror() {
    local keyring=""
    keyring_words=()
    if [[ -z $mirror ]]; then
        read -r mirror keyring < <({ source_of "$suite" && source_of "$(release_name)"; } | head -n 1) || true
    fi
    [[ -n $mirror ]] || fail 5 "distribution-test: apt's configuration names no source here; give one with --mirror URL"
    [[ -z $keyring ]] || keyring_words=("--keyring=$keyring")
}

make_bare_root() {
    [[ ! -f $bare/.made ]] || return 0
    say "distribution-test: making a bare $suite in $bare"
    local start=$SECONDS
    debootstrap --variant=minbase "${keyring_words[@]}" "$suite" "$bare" "$mirror" >"$reports/debootstrap.log" 2>&1 ||
        { tail -n 5 "$reports/debootstrap.log" >&2 &&
            fail 5 "distribution-test: debootstrap failed (log: $reports/debootstrap.log)"; }
    apt_of_this_machine >"$bare/etc/apt/apt.conf.d/99host"
    chroot "$bare" useradd --create-home --shell /bin/bash tester
    touch "$bare/.made"
    note_step "bare root" 0 $((SECONDS - start))
}

# Copies this machine's apt settings that are needed to reach its mirror: a proxy, or a snapshot whose dates have
# expired.
apt_of_this_machine() {
    apt-config dump | grep -iE '^Acquire::((https?|ftp)::proxy|Check-(Valid-Until|Date)) ' || true
    [[ -z ${http_proxy:-} ]] || printf 'Acquire::http::Proxy "%s";\n' "$http_proxy"
    [[ -z ${https_proxy:-} ]] || printf 'Acquire::https::Proxy "%s";\n' "$https_proxy"
}

# Below a folder of mode 700, like root's home: tests that act as another user must not need to read the checkout.
copy_checkout() {
    [[ ! -d $bare/srv/private ]] || return 0
    mkdir -m 700 "$bare/srv/private"
    mkdir "$bare/srv/private/accelbench"
    (cd "$root" && git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
        tar --null --ignore-failed-read -cf - -T - 2>/dev/null) |
        tar -xf - -C "$bare/srv/private/accelbench" --no-same-owner
}

# Own mount and process namespaces, so that nothing is left behind; only the common devices of this machine.
enter_words='
bare=$1 user=$2
shift 2
mount --make-rprivate /
mount --bind "$bare" "$bare"
mount -t proc proc "$bare/proc"
mount --rbind /sys "$bare/sys"
mount -t tmpfs -o mode=755 dev "$bare/dev"
for device in null zero full random urandom tty net/tun; do
    [ -e "/dev/$device" ] || continue
    mkdir -p "$bare/dev/${device%/*}" 2>/dev/null || true
    case $device in */*) ;; *) rmdir "$bare/dev/$device" ;; esac
    touch "$bare/dev/$device"
    mount --bind "/dev/$device" "$bare/dev/$device"
done
mkdir "$bare/dev/pts" "$bare/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$bare/dev/pts"
ln -s pts/ptmx "$bare/dev/ptmx"
ln -s /proc/self/fd "$bare/dev/fd"
for stream in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${stream%%:*}" "$bare/dev/${stream#*:}"; done
mount -t tmpfs -o mode=1777 shm "$bare/dev/shm"
hostname bare
cp /etc/resolv.conf "$bare/etc/resolv.conf"
printf "127.0.0.1 localhost bare\n" >"$bare/etc/hosts"
home=/root as=
[ "$user" = root ] || { home=/home/$user; as="setpriv --reuid=$user --regid=$user --init-groups --inh-caps=-all"; }
# Not chroot alone: who enters a namespace of mounts gets its root, and the lab of machines must get this one.
cd "$bare"
pivot_root . .
umount -l .
exec chroot / env -i HOME="$home" USER="$user" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 $as "$@"
'

# enter USER COMMAND...: runs COMMAND in the bare root. It is not process 1; that one adopts orphans, as on any system.
enter() {
    unshare --mount --pid --fork --kill-child --uts --ipc bash -c "$enter_words" enter "$bare" "$1" \
        bash -c '"$@" & wait $!' bash "${@:2}"
}
