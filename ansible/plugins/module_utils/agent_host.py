# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT
"""Work on a host that has, or gets, an agent: without Node.js."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import errno
import json
import os
import stat
import subprocess

from ansible_collections.kumakit.kuma.plugins.module_utils import programs

# A report of an agent with 300 units has 150 KB.
LARGEST_STATUS = 4 * 1024 * 1024


def run_program(program, arguments, timeout=None):
    """Runs a shell program. Nothing in its arguments is secret, because other accounts can read them meanwhile."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", program, "kuma"] + list(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
    )
    try:
        output, complaint = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        output, complaint = process.communicate()
        complaint += b"it took too long"
    return process.returncode, output, complaint.decode("utf-8", "replace")


def is_cut_short():
    """Whether the host has the leftovers of a run that was killed, or of one that is at work now."""
    return os.path.isdir(programs.JOURNAL) and not os.path.exists(programs.JOURNAL_DONE)


def put_back():
    """Puts back what a killed run has done, under the lock of installs. Gives the reason when that cannot be."""
    lock = subprocess.Popen(
        ["/bin/sh", "-c", programs.LOCK, "kuma"] + programs.LOCK_ARGUMENTS + ["Ansible, process %d" % os.getpid(), "600"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        word, _tab, text = lock.stdout.readline().decode("utf-8", "replace").strip().partition("\t")
        if word == "busy":
            return "Another install or uninstall is at work here: %s" % text
        if word != "held":
            return "The lock of installs cannot be had: %s" % (word or "it cannot be opened")
        if text == "unfinished":
            _code, output, complaint = run_program(programs.UNDO, programs.UNDO_ARGUMENTS)
            lines = output.decode("utf-8", "replace").splitlines()
            if not lines or lines[-1].split("\t")[0] not in ("undone", "nothing"):
                left = [line.replace("\t", ": ") for line in lines if line.startswith("left\t")]
                return "Not all that a killed run has done could be put back: %s" % ("; ".join(left) or complaint.strip())
        return None
    finally:
        lock.stdin.close()
        lock.wait()


def remove_carried():
    """Removes files of up to 100 MB that an agent_apply has left which was killed."""
    for path in (programs.CARRIED, programs.CARRIED + ".gz"):
        if os.path.isfile(path) or os.path.islink(path):
            os.unlink(path)


def read_status():
    """
    The agent's own report, and why there is none. The agent's account may put anything in its place, at any moment: no
    link is followed, no pipe is waited for, and no more is read than a report has.
    """
    for path in programs.STATUS_FILES:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno == errno.ELOOP:
                return None, "%s: it is a link, and no link is followed there" % path
            if error.errno not in (errno.ENOENT, errno.ENOTDIR):
                return None, "%s: %s" % (path, os.strerror(error.errno))
            continue
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            return None, "%s: it is not a plain file" % path
        with os.fdopen(handle, "rb") as file:
            text = file.read(LARGEST_STATUS + 1)
        return parsed_status(text, path)
    return None, None


def parsed_status(text, path):
    """What is in the file, when that is an object of JSON."""
    if len(text) > LARGEST_STATUS:
        return None, "%s: it is too big" % path
    try:
        value = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return None, "%s: it holds no report" % path
    return value, None
