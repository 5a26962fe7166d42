"""A machine made of stub executables, so that set-up can be watched without root, network or packages."""
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = "bash cat chmod cp dirname env flock grep head mkdir mv nproc readlink rm sh sort tail tee touch true".split()

DPKG_QUERY = """#!/bin/sh
shift 2
[ -e "$STATE/unpacked" ] && while read -r name; do echo "half-configured $name"; done <"$STATE/unpacked"
while read -r name; do
  for asked in "$@"; do [ "$asked" = "$name" ] && echo "installed $name"; done
done <"$STATE/installed"
[ -e "$STATE/all" ] && for asked in "$@"; do echo "installed $asked"; done
exit 1
"""

# Refuses what the state says it must refuse; what it installs, dpkg-query then knows. A simulation is no call, installs
# nothing and says STATE/sizes.
APT_GET = """#!/bin/sh
words=" $* "
case $words in *" --print-uris "*) ;; *) echo "apt-get $*" >>"$STATE/calls" ;; esac
while [ $# -gt 0 ]; do
  case $1 in -o) shift 2 ;; -*) shift ;; *) break ;; esac
done
verb=$1; shift
case $words in *" --print-uris "*) simulated=yes ;; *) simulated= ;; esac
if [ -z "$simulated" ] && [ -s "$STATE/locked" ]; then
  head -c -1 "$STATE/locked" >"$STATE/locked.new"; mv "$STATE/locked.new" "$STATE/locked"
  echo "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1"; exit 100
fi
[ -z "$simulated" ] && [ -e "$STATE/interrupted" ] &&
  { echo "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'"; exit 100; }
[ -z "$simulated" ] && [ -e "$STATE/no-network" ] &&
  { echo "E: Failed to fetch a package  Temporary failure resolving"; exit 100; }
[ "$verb" = update ] && { rm -f "$STATE/no-lists"; exit 0; }
[ -e "$STATE/no-lists" ] && { echo "E: Unable to locate package"; exit 100; }
for name in "$@"; do
  case $name in -*) continue ;; esac
  grep -qx -e "$name" "$STATE/unavailable" && { echo "E: Unable to locate package $name" >&2; exit 100; }
done
if [ "$simulated" ]; then [ -e "$STATE/sizes" ] && cat "$STATE/sizes"; exit 0; fi
for name in "$@"; do case $name in -*) ;; *) echo "$name" >>"$STATE/installed" ;; esac; done
touch "$DPKG_ADMINDIR/status"
"""

SUDO = """#!/bin/sh
echo "sudo $*" >>"$STATE/calls"
if [ -e "$STATE/sudo-asks" ]; then
  [ "$1" = -n ] && { echo "sudo: a password is required" >&2; exit 1; }
  [ "$1" = -A ] && exec "$STATE/ask-thrice"
elif [ -e "$STATE/sudo-refuses" ]; then
  cat "$STATE/sudo-refuses" >&2; exit 1
fi
[ "$1" = -n ] && shift
exec "$@"
"""


class FakeMachine:
    """Holds a copy of scripts/ below a path with spaces, a PATH of stubs, and the state that the stubs read."""

    def __init__(self, uid=0, apt=True, sudo=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accelbench fake "))
        self.state = self.folder / "state"
        self.bin = self.folder / "bin"
        self.checkout = self.folder / "check out"
        for folder in (self.state, self.bin, self.checkout):
            folder.mkdir()
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts", ignore=shutil.ignore_patterns("reference"))
        for name in ("installed", "unavailable", "status", "calls"):
            (self.state / name).touch()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.stub("id", f"#!/bin/sh\necho {uid}\n")
        self.stub("sleep", '#!/bin/sh\necho "sleep $*" >>"$STATE/calls"\n')
        self.stub("cmake", "#!/bin/sh\necho cmake version 3.25.1\n")
        if apt:
            self.stub("apt-get", APT_GET)
            self.stub("dpkg-query", DPKG_QUERY)
        if sudo:
            self.stub("sudo", SUDO)

    def close(self):
        shutil.rmtree(self.folder)

    def stub(self, name, text):
        path = self.bin / name
        path.unlink(missing_ok=True)  # it may be a link to a real program, which writing would destroy
        path.write_text(text)
        path.chmod(0o755)

    def write_packages(self, text):
        (self.checkout / "scripts" / "packages").write_text(text)

    def set_state(self, name, text=""):
        (self.state / name).write_text(text)

    def environment(self):
        return {"PATH": str(self.bin), "STATE": str(self.state), "DPKG_ADMINDIR": str(self.state), "CI": "true"}

    def run(self, *argv, cwd=None):
        env = self.environment()
        return subprocess.run(argv, env=env, cwd=cwd or self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)

    def script(self, name, *arguments):
        return self.run(str(self.checkout / "scripts" / name), *arguments)

    def calls(self):
        return (self.state / "calls").read_text().splitlines()

    def installs(self):
        """What apt-get was asked to install, one list per call."""
        return [call.split("--no-install-recommends ")[1].split() for call in self.calls()
                if call.startswith("apt-get ") and " install " in call]
