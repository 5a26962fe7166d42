// deny_mempolicy COMMAND...: runs COMMAND as in a container without CAP_SYS_NICE, where the memory-policy
// system calls end in EPERM. A real seccomp filter, so that the real calls of the real program are refused.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>

int main(int, char** argv) {
    const auto refuse = [](unsigned call) {
        return sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    };
    const sock_filter eperm = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        refuse(SYS_set_mempolicy),
        eperm,
        refuse(SYS_mbind),
        eperm,
        refuse(SYS_migrate_pages),
        eperm,
        refuse(SYS_move_pages),
        eperm,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter = {sizeof program / sizeof *program, program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
        std::perror("seccomp");
        return 77;  // not to be had here
    }
    execvp(argv[1], argv + 1);
    std::perror(argv[1]);
    return 127;
}
