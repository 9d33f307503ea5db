#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: agent_plan
short_description: Make the plans of agents on many hosts, and their monitors
version_added: "0.1.0"
description:
  - Runs C(kuma agent plan) once for all hosts of a play, with one connection to Uptime Kuma. It says what is missing on each host for
    an agent with just these checks, and makes the monitors. Monitors of checks that go are deleted.
  - A host for which no plan can be made has an I(error) of its own. It does not stop the others.
  - The role C(kumakit.kuma.agent) works by it.
author:
  - the kumakit maintainers (@kumakit)
options:
  hosts:
    description:
      - What is wished for each host, by its name in the inventory.
      - I(facts) are those of M(kumakit.kuma.agent_facts). The other fields are those of the variables of the role, as its defaults say.
    type: dict
    required: true
  tokens:
    description:
      - The push tokens of hosts whose monitors others look after, by host, and there by unit or name of a check.
      - For such a host nobody needs to be logged in.
    type: dict
    default: {}
  standalone:
    description:
      - The agent with Node.js inside, for hosts without Node.js. It is the file C(kuma-agent-linux-x64) or C(-arm64) of a release, or a folder
        with both, on the controller.
    type: path
extends_documentation_fragment:
  - kumakit.kuma.kuma_command
attributes:
  check_mode:
    description: Says exactly what would be done. The server is only looked at, and no script is made.
    support: full
  diff_mode:
    description: The module M(kumakit.kuma.agent_apply) shows the differences of each host.
    support: none
"""

EXAMPLES = r"""
- name: Plan for all hosts of the play
  kumakit.kuma.agent_plan:
    hosts: "{{ dict(ansible_play_batch | zip(ansible_play_batch | map('extract', hostvars, 'wish'))) }}"
  delegate_to: localhost
  run_once: true
  become: false
  register: plans
"""

RETURN = r"""
folder:
  description: The folder with the scripts, which hold push tokens. M(kumakit.kuma.agent_confirm) removes it. Null without a script.
  returned: always
  type: str
hosts:
  description:
    - The plan of each host, as C(kuma agent plan --json) prints it. I(due) says whether it does anything, on the server or on the host.
    - A host for which there is no plan has an I(error) in place of it.
    - The content of I(script) is for M(kumakit.kuma.agent_apply) on that host.
    - Where I(program) is not null, its I(archive), a file of the controller, has to be copied to the host first. Its place is I(path) with
      C(.gz) behind it.
  returned: always
  type: dict
"""

import base64
import gzip
import os
import shutil
import zlib

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.parsing.convert_bool import boolean
from ansible_collections.kumakit.kuma.plugins.module_utils.agent_work import HostsCommand
from ansible_collections.kumakit.kuma.plugins.module_utils.kuma_command import flags_of, with_connection
from ansible_collections.kumakit.kuma.plugins.module_utils.plans_folder import make_folder, remove_folder, remove_left


def packed(path):
    """Makes a script smaller: the agent's program is in it."""
    with open(path, "rb") as file:
        text = base64.b64encode(zlib.compress(file.read(), 9))
    with open(path, "wb") as file:
        file.write(text)


def wish_of(given, tokens):
    """A wish as kuma reads it. Variables of a role come as texts, and one that is empty is one that nobody has set."""
    wish = dict((name, value) for name, value in given.items() if value is not None and value != "")
    for name in ("agentMonitor", "adopt", "keepMonitors"):
        if name in wish:
            wish[name] = boolean(wish[name])
    # The account of the agent may have written anything there.
    wish["agentVersion"] = str(wish.get("agentVersion", ""))[:100]
    if "interval" in wish:
        wish["interval"] = int(wish["interval"])
    if wish.get("notify") == []:
        wish["notify"] = "none"
    if "tags" in wish:
        wish["tags"] = dict((name, "" if value is None else str(value)) for name, value in wish["tags"].items())
    return dict(wish, tokens=tokens) if tokens else wish


def planned(plan):
    fields = dict((name, value) for name, value in plan.items() if name != "changed")
    return dict(fields, due=plan["changed"], error=None)


def failed(error):
    return dict(due=False, onServer=[], onHost=[], files=[], warnings=[], script=None, program=None, receipt=None, error=error)


def archived(program, folder):
    """The agent with Node.js inside, packed once for all hosts that need the same one."""
    archive = os.path.join(folder, "%s.gz" % program["sha256"])
    if not os.path.exists(archive):
        with open(program["file"], "rb") as file, gzip.open(archive, "wb", 6) as packing:
            shutil.copyfileobj(file, packing, 1 << 20)
    return dict(archive=archive, path=program["path"])


def main():
    module = AnsibleModule(
        argument_spec=with_connection(
            hosts=dict(type="dict", required=True),
            tokens=dict(type="dict", default={}, no_log=True),
            standalone=dict(type="path"),
        ),
        supports_check_mode=True,
    )
    hosts, tokens = module.params["hosts"], module.params["tokens"]
    wishes = dict((host, wish_of(wish, tokens.get(host))) for host, wish in hosts.items())
    if not module.check_mode:
        remove_left()
    folder = None if module.check_mode else make_folder()
    kuma = HostsCommand(module)
    flags = ["--dry-run"] if module.check_mode else ["--output-folder", folder, "--yes"]
    flags += flags_of(standalone=module.params["standalone"])
    try:
        results = kuma.results("agent plan", "--wishes", dict(hosts=wishes), flags)
        plans = {}
        for host, one in results.items():
            plans[host] = failed(one["error"]) if one["result"] is None else planned(one["result"])
            if plans[host]["script"] is not None:
                packed(plans[host]["script"])
            if plans[host]["program"] is not None:
                plans[host]["program"] = archived(plans[host]["program"], folder)
    except BaseException:
        remove_folder(folder)
        raise
    for host, plan in sorted(plans.items()):
        for warning in plan["warnings"]:
            module.warn("%s: %s" % (host, warning))
    if folder is not None and all(plan["script"] is None for plan in plans.values()):
        remove_folder(folder)
        folder = None
    module.exit_json(changed=False, folder=folder, hosts=plans)


if __name__ == "__main__":
    main()
