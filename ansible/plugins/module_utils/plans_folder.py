# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT
"""The folder on the controller with the scripts of one play, which hold push tokens."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import glob
import os
import shutil
import stat
import tempfile
import time

PREFIX = "kuma-plans-"

OWNER = "owner"

# So long, in seconds, a play may need its folder whose process cannot be found.
LONGEST_PLAY = 24 * 3600


def make_folder():
    """Makes one for the play that runs this module."""
    folder = tempfile.mkdtemp(prefix=PREFIX)
    owner = playing()
    if owner is not None:
        with open(os.path.join(folder, OWNER), "w") as file:
            file.write(owner)
    return folder


def remove_folder(folder):
    """Only what make_folder has made."""
    if folder and os.path.basename(folder).startswith(PREFIX) and not os.path.islink(folder):
        shutil.rmtree(folder, ignore_errors=True)


def remove_left():
    """Removes the folders of plays that were killed; one that is at work may still need its scripts."""
    for path in glob.glob(os.path.join(tempfile.gettempdir(), PREFIX + "*")):
        try:
            found = os.lstat(path)
        except OSError:
            continue
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and is_left(path, found):
            remove_folder(path)


def is_left(path, found):
    try:
        with open(os.path.join(path, OWNER)) as file:
            owner = file.read()
    except EnvironmentError:
        return found.st_mtime < time.time() - LONGEST_PLAY
    return described(owner.split(" ")[0]) != owner


def playing():
    """
    The process of the play, with the time of its start: it forks one for each task, which has the same arguments.
    None where there is no /proc.
    """
    process = parent = os.getpid()
    while parent not in (0, 1):
        process, parent = parent, parent_of(parent)
        if parent is None:
            return None
        if arguments(process) != b"" and arguments(process) == arguments(parent):
            while arguments(parent_of(parent)) == arguments(parent):
                parent = parent_of(parent)
            return described(parent)
    return None


def described(process):
    """The id of a process and its start in ticks since the boot; None when there is none."""
    fields = stat_of(process)
    return None if fields is None else "%s %s" % (process, fields[19])


def parent_of(process):
    fields = stat_of(process)
    return None if fields is None else int(fields[1])


def stat_of(process):
    """The fields behind the name in parentheses, which may hold anything: from the state on."""
    try:
        with open("/proc/%s/stat" % process) as file:
            return file.read().rsplit(")", 1)[1].split()
    except (EnvironmentError, IndexError):
        return None


def arguments(process):
    try:
        with open("/proc/%s/cmdline" % process, "rb") as file:
            return file.read()
    except EnvironmentError:
        return b""
