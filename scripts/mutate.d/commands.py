"""Runs programs so that they end with us, and mutants so that they harm nobody else."""
import os
import shutil
import signal
import subprocess
import threading

from failure import Failure


class Commands:
    """All that runs at a time; stop() ends it and lets nothing start any more."""

    def __init__(self):
        self.lock = threading.Lock()
        self.running = set()
        self.stopped = False

    def start(self, argv, **options):
        with self.lock:
            if self.stopped:
                raise Failure(130, "interrupted")
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                                       stderr=subprocess.STDOUT, errors="replace", start_new_session=True, **options)
            self.running.add(process)
            return process

    def run(self, argv, timeout=None, **options):
        """(exit code, output); the code is None when it ran longer than `timeout` seconds and was killed."""
        process = self.start([str(word) for word in argv], **options)
        try:
            output, _ = process.communicate(timeout=timeout)
            code = process.returncode
        except subprocess.TimeoutExpired:
            signal_all(process, signal.SIGKILL)
            code, output = None, process.communicate()[0]
        except BaseException:
            end(process)
            raise
        finally:
            with self.lock:
                self.running.discard(process)
        if self.stopped:
            raise Failure(130, "interrupted")
        return code, output

    def stop(self):
        with self.lock:
            self.stopped = True
            running = list(self.running)
        for process in running:
            end(process)


def signal_all(process, number):
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def end(process, patience=5):
    """Ninja ends its compilers when it is asked to, and leaves them when it is killed."""
    signal_all(process, signal.SIGTERM)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        signal_all(process, signal.SIGKILL)


# The first process of a namespace ignores most signals, which some tests send themselves: it is a shell.
AS_CHILD = ["sh", "-c", '"$@"; exit $?', "sh"]


def namespaces():
    """The words that start a PID namespace: for root, and for users where Linux allows it."""
    words = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
    return [words, [*words, "--user", "--map-current-user"]]


def works(words):
    return bool(shutil.which(words[0])) and subprocess.run([*words, "true"], capture_output=True,
                                                           check=False).returncode == 0


def confinement(sanitized=False):
    """The words before a mutant's command: a PID namespace, since a changed kill() may mean every process of the user,
    and a limit of memory, since a changed loop may allocate for ever. Sanitizers reserve more than any limit."""
    allowed = [words for words in namespaces() if works(words)]
    if not allowed:
        raise Failure(5, "mutants run in a PID namespace, since one of them may kill every process of yours; unshare "
                         "is refused here: run as root, or allow user namespaces")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = [] if sanitized else [f"--as={max(memory // 2, 4 << 30)}"]
    return [*allowed[0], "--", "prlimit", "--core=0", *limit, "--", *AS_CHILD]
