# The steps that run in the bare root, in order; sourced by scripts/distribution-test.
# shellcheck shell=bash
checkout=/srv/private/accelbench

# note_step NAME CODE SECONDS: writes a row for the summary, with the disk space that the root uses by then.
note_step() {
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$(du -smx "$bare" | cut -f 1)" >>"$reports/steps"
    say "distribution-test: $1: exit code $2 after $3 s"
}

# step EXPECTED NAME USER COMMAND...: runs COMMAND with its output in reports/NAME.log; another exit code is a failure.
step() {
    local expected=$1 name=$2 user=$3 start=$SECONDS code=0
    shift 3
    say "distribution-test: $name: $user: $*"
    enter "$user" "$@" </dev/null >"$reports/${name// /-}.log" 2>&1 || code=$?
    [[ $code == "$expected" ]] || printf '%s: exit code %s, not %s: %s\n' "$name" "$code" "$expected" \
        "$(tail -n 1 "$reports/${name// /-}.log")" >>"$reports/failed"
    note_step "$name" "$code" $((SECONDS - start))
}

# must_say NAME REGEX: the output of a step must match; otherwise it is a failure.
must_say() {
    grep -q -- "$2" "$reports/${1// /-}.log" || printf '%s: does not print "%s"\n' "$1" "$2" >>"$reports/failed"
}

run_tests() {
    local name=$1 user=$2 file=/tmp/$3 regex=$4
    local words=(--output-junit "$file" --test-output-size-passed 100000)
    [[ -z $regex ]] || words+=(-R "$regex")
    step 0 "$name" "$user" "$checkout/scripts/test" "${words[@]}"
    cp "$bare$file" "$reports/$3" 2>/dev/null || printf '%s: no test ran\n' "$name" >>"$reports/failed"
}

run_steps() {
    rm -f "$reports/failed" "$reports"/*.xml
    open_to_user
    if [[ ! -d $bare$checkout/build ]]; then
        step 0 "help before anything" tester "$checkout/scripts/accelbench" --help
        step 5 "sweep without sudo" tester "$checkout/scripts/accelbench" sweep --policies all
        must_say "sweep without sudo" 'apt-get install --no-install-recommends .*libdnnl-dev'
    fi
    give_to root 700
    step 0 "sweep as root" root "$checkout/scripts/accelbench" sweep --policies all --out /tmp/root-results
    run_tests "tests as root" root root.xml "$tests"
    open_to_user
    step 0 "sweep as a user" tester "$checkout/scripts/accelbench" sweep --policies all --out /tmp/user-results
    run_tests "tests as a user" tester user.xml "$user_tests"
}

give_to() {
    chroot "$bare" chown -R "$1:$1" "${checkout%/*}"
    chmod "$2" "$bare${checkout%/*}"
}

open_to_user() { give_to tester 755; }
