# Reads a suite that apt is not configured for, such as backports, without changing the system's own lists; sourced.
# shellcheck shell=bash

apt_options=()

# release_name: prints the name of this release, such as bookworm.
release_name() { sed -n 's/^VERSION_CODENAME=//p' "${ACCELBENCH_LAB_OS_RELEASE:-/etc/os-release}" | tr -d '"'; }

# source_of RELEASE: prints "URI KEYRING" of the source that serves RELEASE, from apt's configuration in both formats.
# Without a keyring a source is checked with apt's common ones, and so is ours.
source_of() {
    local folder=${ACCELBENCH_LAB_APT:-/etc/apt} file
    for file in "$folder"/sources.list.d/*.sources; do
        [[ -f $file ]] && source_of_paragraphs "$1" "$file"
    done
    for file in "$folder"/sources.list "$folder"/sources.list.d/*.list; do
        [[ -f $file ]] && source_of_lines "$1" "$file"
    done
    return 0
}

source_of_paragraphs() {
    grep -v '^#' "$2" | awk -v release="$1" -v RS= -F '\n' '{
        split("", field)
        for (i = 1; i <= NF; i++) {
            colon = index($i, ":")
            field[tolower(substr($i, 1, colon - 1))] = substr($i, colon + 1)
        }
        if (tolower(field["enabled"]) ~ /no/ || (" " field["suites"] " ") !~ (" " release " ")) next
        split(field["uris"], uri, " ")
        split(field["signed-by"], key, " ")
        print uri[1], key[1] ~ "^/" ? key[1] : ""
    }'
}

source_of_lines() {
    sed -n 's/^ *deb  *//p' "$2" | awk -v release="$1" '{
        key = ""
        if ($1 ~ /^\[/) {
            if (match($0, /signed-by=\/[^] ]*/)) key = substr($0, RSTART + 10, RLENGTH - 10)
            sub(/^\[[^]]*\] */, "")
        }
        if ($2 == release) print $1, key
    }'
}

# use_suite SUFFIX FOLDER: fills apt_options, so that apt uses the suite RELEASE+SUFFIX alone and keeps its lists in
# FOLDER. Exit 5 with the reason if there is no such suite.
use_suite() {
    local release uri keyring suite folder=$2
    release=$(release_name)
    suite=$release$1
    read -r uri keyring < <(source_of "$release" | head -n 1) || true
    [[ -n $release && -n ${uri:-} ]] ||
        fail 5 "numa-lab: --kernel $kernel: none of apt's sources serves this release ('$release')," \
            "so its $1 suite can't be found"
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    printf 'deb %s%s %s main\n' "${keyring:+[signed-by=$keyring] }" "$uri" "$suite" >"$folder/sources.list"
    apt_options=(-o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o "Dir::State::lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o APT::Sandbox::User=root)
    say "numa-lab: reading the package list of $suite (the system's own lists stay as they are)"
    if ! LC_ALL=C apt-get -q "${apt_options[@]}" update </dev/null >"$folder/log" 2>&1 ||
        grep -q '^[EW]: Failed' "$folder/log"; then
        tail -n 5 "$folder/log" >&2
        fail 5 "numa-lab: --kernel $kernel: apt-get could not read $suite (its messages are above)." \
            "Either this release has no such suite, or there is no network"
    fi
}
