#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: agent_apply
short_description: Carry out the plan of an agent on its host
version_added: "0.1.0"
description:
  - Runs the script that M(kumakit.kuma.agent_plan) made for the host, as one step. The script has the lock, the note of the way back and
    the checks of C(kuma agent install). When a step of it fails, or when it is ended, it puts back all that it did.
  - A script that was made for another host, or for another state of this one, is refused.
  - A failure of the script does not fail the task. It is returned as I(error), so that the server can be seen to first. The role
    C(kumakit.kuma.agent) fails the host afterwards.
author:
  - the kumakit maintainers (@kumakit)
options:
  plan:
    description: The plan for the host, out of I(hosts) of M(kumakit.kuma.agent_plan).
    type: dict
    required: true
  script:
    description: The content of the file that I(plan) names as its I(script). It holds push tokens.
    type: str
  program_problem:
    description:
      - Why the I(program) of the plan, an archive, could not be put on the host at its I(path) with C(.gz) behind it.
      - It is part of the I(error) when the archive is not there.
    type: str
attributes:
  check_mode:
    description: Nothing is run. The result is that of the plan, which was made for what is there.
    support: full
  diff_mode:
    description: Shows the steps, and the texts of files that change, with secrets masked.
    support: full
"""

EXAMPLES = r"""
- name: Carry out the plan
  kumakit.kuma.agent_apply:
    plan: "{{ plans.hosts[inventory_hostname] }}"
    script: "{{ lookup('ansible.builtin.file', plans.hosts[inventory_hostname].script) }}"
"""

RETURN = r"""
error:
  description: Why the script failed; null when it did not.
  returned: always
  type: str
steps:
  description: The steps that were done; in check mode, those of the plan.
  returned: always
  type: list
  elements: str
"""

import base64
import gzip
import os
import shutil
import tempfile
import zlib

from ansible.module_utils.basic import AnsibleModule


def differences(plan):
    """What --diff shows: the steps, and the texts."""
    lines = plan["onServer"] + plan["onHost"]
    shown = [dict(prepared="".join("%s\n" % line for line in lines))]
    for change in plan["files"]:
        name = change["path"]
        shown.append(dict(prepared="--- %s\n+++ %s\n%s\n" % (name, name, change["diff"].rstrip("\n"))))
    return shown


def run_script(module, script):
    """Runs the script from a file that only root can read: it reads itself while it works."""
    handle, path = tempfile.mkstemp(prefix="kuma-", suffix=".sh", dir=module.tmpdir)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.decompress(base64.b64decode(script)))
        return module.run_command(["/bin/sh", path], cwd="/", environ_update=dict(LC_ALL="C"))
    finally:
        os.unlink(path)


def unpack(path, problem):
    """Makes the agent with Node.js inside of its archive. Gives the reason when that cannot be."""
    try:
        with gzip.open(path + ".gz", "rb") as archive:
            remove([path])
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(archive, file, 1 << 20)
    except (EnvironmentError, EOFError, zlib.error) as error:
        return "The agent with Node.js inside could not be put on the host: %s" % (problem or error)
    finally:
        remove([path + ".gz"])
    return None


def remove(paths):
    for path in paths:
        if os.path.isfile(path) or os.path.islink(path):
            os.unlink(path)


def ended_by(code):
    if code > 0:
        return "The script ended with %d." % code
    return "The script was ended by the signal %d. Run the play again: it first puts back what was done." % -code


def carry_out(module, plan, script):
    """The exit code of the script, its output and its complaint."""
    program = plan.get("program")
    if program is None:
        return run_script(module, script)
    try:
        problem = unpack(program["path"], module.params["program_problem"])
        return (1, "", problem) if problem is not None else run_script(module, script)
    finally:
        remove([program["path"]])


def main():
    module = AnsibleModule(
        argument_spec=dict(
            plan=dict(type="dict", required=True),
            script=dict(type="str", no_log=True),
            program_problem=dict(type="str"),
        ),
        supports_check_mode=True,
    )
    plan, script = module.params["plan"], module.params["script"]
    result = dict(changed=plan["due"], error=None, steps=plan["onHost"])
    if module._diff and plan["due"]:
        result["diff"] = differences(plan)
    if not module.check_mode and plan["script"] is not None:
        if not script:
            module.fail_json(msg="The script of the plan is missing.")
        code, output, complaint = carry_out(module, plan, script)
        result["steps"] = [line for line in output.splitlines() if line not in ("", "Done.")]
        if code != 0:
            result.update(changed=False, error=complaint.strip() or ended_by(code))
            result.pop("diff", None)
        else:
            for line in complaint.splitlines():
                if line.startswith("Warning: "):
                    module.warn(line[len("Warning: "):])
    module.exit_json(**result)


if __name__ == "__main__":
    main()
