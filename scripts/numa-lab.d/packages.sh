# Downloads a kernel package of the distribution and unpacks it; nothing is installed. Sourced by scripts/numa-lab.
# shellcheck shell=bash
kernel_list=$lab_parts/kernels

list_kernels() {
    local name what
    while IFS='|' read -r name _ _ what; do
        printf '%-18s %s\n' "${name// /}" "${what# }"
    done < <(grep -v '^#' "$kernel_list")
}

# read_kernel NAME: fills kernel_suite and kernel_names from the row of NAME.
read_kernel() {
    local name suite names known=()
    while IFS='|' read -r name suite names _; do
        known+=("${name// /}")
        if [[ ${name// /} == "$1" ]]; then
            kernel_suite=${suite// /}
            read -ra kernel_names <<<"$names"
            return
        fi
    done < <(grep -v '^#' "$kernel_list")
    fail 2 "numa-lab: --kernel '$1' is not one of: ${known[*]}"
}

# Prints the packages that contain the kernel and its modules: linux-image-VERSION, and on Ubuntu linux-modules-VERSION.
kernel_packages() {
    local name image
    for name in "${kernel_names[@]}"; do
        image=$(apt-cache "${apt_options[@]}" depends "$name" 2>/dev/null |
            sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1)
        [[ -n $image ]] || continue
        printf '%s\n' "$image"
        name=linux-modules-${image#linux-image-}
        if apt-cache "${apt_options[@]}" show "$name" >/dev/null 2>&1; then printf '%s\n' "$name"; fi
        return 0
    done
    return 1
}

# find_kernel_packages FOLDER: fills wanted_packages; the package list of another suite is stored below FOLDER.
find_kernel_packages() {
    command -v apt-get >/dev/null || fail 5 "numa-lab: this system has no apt-get to download a kernel with." \
        "Put a kernel with 9p and its modules into a folder (boot/vmlinuz-*, lib/modules/*)" \
        "and set ACCELBENCH_LAB_KERNEL to it"
    local found
    [[ -z $kernel_suite ]] || use_suite "$kernel_suite" "$1/apt"
    if ! found=$(kernel_packages) && [[ -z $kernel_suite ]] && can_become_root; then
        say "numa-lab: downloading the package lists"
        make_build_folder
        apt_get update || tail -n 5 "$setup_log" >&2
        found=$(kernel_packages) || found=""
    fi
    if [[ -z $found && -n $kernel_suite ]]; then
        fail 5 "numa-lab: --kernel $kernel: $(release_name)$kernel_suite has no kernel (${kernel_names[*]})." \
            "Set ACCELBENCH_LAB_KERNEL to use one of your own"
    fi
    [[ -n $found ]] || fail 5 "numa-lab: apt knows no kernel package here (${kernel_names[*]})." \
        "Run 'apt-get update' as root, then try again"
    mapfile -t wanted_packages <<<"$found"
}

# download_kernel FOLDER: downloads the packages and unpacks them into FOLDER.
download_kernel() {
    local wanted_packages package
    find_kernel_packages "$1"
    say "numa-lab: downloading a kernel for the guest: ${wanted_packages[*]}"
    if ! (cd "$1" && apt-get -q "${apt_options[@]}" download "${wanted_packages[@]}") >"$1/log" 2>&1; then
        cat "$1/log" >&2
        fail 5 "numa-lab: apt-get could not download ${wanted_packages[*]} (its messages are above; no network?)"
    fi
    for package in "$1"/*.deb; do
        dpkg -x "$package" "$1" && rm "$package" ||
            fail 5 "numa-lab: $package could not be unpacked into $1 (disk full?)"
    done
}
