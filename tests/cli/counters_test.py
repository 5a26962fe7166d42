"""What `accelbench counters` says where it is refused, for real: counters_test.py PROGRAM_FOLDER"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1]) + "/accelbench"
NOBODY = "65534"


def counters(before=(), program=PROGRAM):
    """Exit code, and counters by name."""
    done = subprocess.run([*before, program, "counters", "--json"], capture_output=True, text=True)
    found = json.loads(done.stdout)["counters"] if done.returncode == 0 else []
    return done.returncode, {counter["name"]: counter for counter in found}, done.stderr


@unittest.skipUnless(os.geteuid() == 0, "only root can take something away from itself")
class Refused(unittest.TestCase):
    def each_has_a_reason_or_counts(self, found):
        """Nothing is left out because it is refused."""
        self.assertEqual(set(found), set(counters()[1]))

    def test_without_privileges_it_ends_well_and_says_what_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            program = shutil.copy(PROGRAM, folder)  # the checkout may be closed to others
            os.chmod(program, 0o755)
            code, found, said = counters(["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"], program)
        self.assertEqual(code, 0, said)
        self.each_has_a_reason_or_counts(found)

    def test_where_proc_is_hidden_it_ends_well_and_blames_no_processor(self):
        hidden = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"]
        if subprocess.run([*hidden, "true"], capture_output=True).returncode != 0:
            self.skipTest("this system lets nobody mount")
        code, found, said = counters(hidden)
        self.assertEqual(code, 0, said)
        self.each_has_a_reason_or_counts(found)
        self.assertIn("/proc/cpuinfo names no processor", found["instructions"]["reason"])
        self.assertIn("/proc/vmstat can't be read", found["thp_faults"]["reason"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
