# Writes the texts that tests/golden should have below $new, and compares them; sourced by scripts/golden.
# shellcheck shell=bash

# Each file is the help of the command of its name.
write_help() {
    local path name words
    mkdir "$new/help"
    for path in "$golden"/help/*.txt; do
        name=${path##*/}
        words=("${name%.txt}" --help)
        [[ $name != accelbench.txt ]] || words=(--help)
        "$build/harness/accelbench" "${words[@]}" >"$new/help/$name" || fail 5 "golden: accelbench ${words[*]} failed"
    done
}

# The samples have more texts than the tests compare.
write_reports() {
    local path
    mkdir "$new/samples" "$new/reports"
    "$build/tests/unit/reports/write_samples" "$new/samples" || fail 5 "golden: write_samples failed"
    for path in "$golden"/reports/*; do
        [[ ! -f $new/samples/${path##*/} ]] || cp "$new/samples/${path##*/}" "$new/reports"
    done
}

# write_by_test FOLDER PROGRAM FILTER: the test program writes the texts that it compares. Some differ, and then it
# fails; that none was written is an error.
write_by_test() {
    mkdir "$new/$1"
    ACCELBENCH_WRITE_GOLDEN=$new/$1 "$build/tests/$2" --gtest_filter="$3" >"$new/log" 2>&1 || true
    has_files "$new/$1" && return
    tail -n 20 "$new/log" >&2
    fail 5 "golden: $2 wrote no text (its messages are above); is $build older than the sources?"
}

# One guest after the other; nothing is compared before the last one ended.
write_lab() {
    local path name
    mkdir "$new/lab" "$new/cells"
    for path in "$golden"/lab/*.txt; do
        name=${path##*/}
        say "golden: starting a guest with topology ${name%.txt}"
        ACCELBENCH_WRITE_GOLDEN=$new/lab python3 -B "$root/tests/lab/lab_test.py" "$build/harness" "$root" \
            "${name%.txt}" "$new/cells" >"$new/log" 2>&1 </dev/null || true
        [[ -f $new/lab/$name ]] && continue
        tail -n 20 "$new/log" >&2
        fail 5 "golden: no text from the guest with topology ${name%.txt} (its messages are above)"
    done
}

has_files() {
    local files=("$1"/*)
    [[ -e ${files[0]} ]]
}

compare_all() {
    local folder path differences=0
    for folder in help reports topology audit lab; do
        [[ -d $new/$folder ]] || continue
        for path in "$new/$folder"/*; do compare_one "$folder/${path##*/}" || differences=1; done
        for path in "$golden/$folder"/*; do
            [[ -f $new/$folder/${path##*/} ]] || { say "golden: nothing writes ${path#"$root/"}" && differences=1; }
        done
    done
    return "$differences"
}

compare_one() {
    local old=$golden/$1
    cmp -s "$old" "$new/$1" && return
    if [[ $update == yes ]]; then
        cp "$new/$1" "$old" || fail 5 "golden: $old can't be written"
        say "golden: updated tests/golden/$1"
    else
        diff -N -u --label "tests/golden/$1" --label "now" "$old" "$new/$1"
    fi
}
