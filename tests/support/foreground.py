"""Makes its standard input the controlling terminal and runs a program in the foreground of it, as a login shell does.

Run as a process of its own: `foreground.py STATUS-FD CONTROL-FD job|leader ARGV...`, in a new session. It writes
`pid N` and `exit N` (a wait status) to STATUS-FD and then stays, keeping the terminal as the program left it, until
CONTROL-FD comes to its end: when a session's leader ends, the kernel resets the terminal and drops unread output.
With `leader` the program itself leads the session, so that there is no job control.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import termios

ORDINARY_SIGNALS = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGPIPE,
    signal.SIGTSTP,
    signal.SIGTTIN,
    signal.SIGTTOU,
)


def become(argv: list[str]) -> None:
    """Become the program, with every signal as a login shell would leave it."""
    for number in ORDINARY_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    try:
        os.execvp(argv[0], argv)
    finally:
        os._exit(127)


def pass_on(number: int, child: int) -> None:
    """Tell the child too. The terminal has told it already, and it may be gone before we are asked."""
    try:
        os.kill(child, number)
    except ProcessLookupError:
        return


def main(status: int, control: int, role: str, argv: list[str]) -> None:
    """Run `argv` and report on it."""
    os.set_inheritable(status, False)
    os.set_inheritable(control, False)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if role == "leader":
        os.write(status, b"pid %d\n" % os.getpid())
        become(argv)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    # The terminal may be hung up before there is somebody to tell the child.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        become(argv)
    signal.signal(signal.SIGHUP, lambda number, frame: pass_on(number, child))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGHUP])
    os.write(status, b"pid %d\n" % child)
    os.dup2(0, 1)  # a pipe as standard output ends with the program, not with us
    _, how_it_ended = os.waitpid(child, 0)
    os.write(status, b"exit %d\n" % how_it_ended)
    os.read(control, 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
