#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: agent_facts
short_description: Look at a host for a plan of an agent, and read how its agent is
version_added: "0.1.0"
description:
  - Finds out on the host what C(kuma agent install) and C(kuma agent plan) must know of it, and what the agent there says of itself.
  - The host needs a POSIX shell and Python, and no Node.js. The role C(kumakit.kuma.agent) begins with it.
author:
  - the kumakit maintainers (@kumakit)
options:
  units:
    description: The units that a plan is going to name, such as C(nginx).
    type: list
    elements: str
    default: []
  checks:
    description: The checks that a plan is going to name, as a config of the agent has them. Their units are looked at as well.
    type: list
    elements: dict
    default: []
  recover:
    description:
      - Whether the work of a run that was killed on the host is put back first, as every install does.
      - In check mode it is left as it is.
    type: bool
    default: false
  with_secrets:
    description:
      - Whether the text of a config is part of the facts although it holds secrets itself, such as headers for a proxy.
      - Without it no plan can be made for such a host. Give the task C(no_log) then.
    type: bool
    default: false
attributes:
  check_mode:
    description: It only looks.
    support: full
  diff_mode:
    description: Nothing is changed that could be shown.
    support: none
"""

EXAMPLES = r"""
- name: Look at the host
  kumakit.kuma.agent_facts:
    units: [nginx, postgresql]
  register: seen

- name: Print a script for it
  ansible.builtin.command:
    cmd: kuma agent install nginx postgresql --facts - --print script
    stdin: "{{ seen.facts | to_json }}"
  delegate_to: localhost
  changed_when: false

- name: Be sure that all is well
  ansible.builtin.assert:
    that: seen.status.checks | rejectattr('status', 'equalto', 'up') | list | length == 0
"""

RETURN = r"""
facts:
  description: The facts, for C(--facts) of C(kuma agent install) and C(kuma agent add). They hold no push token.
  returned: always
  type: dict
  sample: {"version": 1, "survey": "eJxLSsoBAAK5AS0="}
status:
  description:
    - The agent's own report of how it and its checks are, from the file that it writes. Null where there is none.
    - The agent's account may write anything there. Do not take it for more than a hint.
  returned: always
  type: dict
status_problem:
  description: Why there is no I(status) although something lies there.
  returned: when something else than a report lies there
  type: str
put_back:
  description: Whether the work of a run that was killed was put back just now.
  returned: always
  type: bool
"""

import base64
import re
import zlib

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kumakit.kuma.plugins.module_utils import programs
from ansible_collections.kumakit.kuma.plugins.module_utils.agent_host import (
    is_cut_short,
    put_back,
    read_status,
    remove_carried,
    run_program,
)


def complete_unit(name):
    """The name of a unit as systemctl completes it; kuma itself refuses names that can be none."""
    suffix = name.rsplit(".", 1)[-1]
    return name if "." in name and suffix in programs.UNIT_KINDS else name + ".service"


def units_of(params):
    names = list(params["units"])
    for check in params["checks"]:
        unit = check.get("unit")
        if isinstance(unit, str) and check.get("scope") != "user" and not re.search(r"[*?\[]", unit):
            names.append(unit)
    # What can be no unit is for kuma to refuse, in its own words.
    return sorted(set(complete_unit(name) for name in names if re.match(r"^[A-Za-z0-9:_.\\@-]+$", name)))


def without_secrets(record):
    """A fact of the look, without the text of a config that holds secrets itself."""
    if not record.startswith(b"content\t"):
        return record
    path, text = record[len(b"content\t"):].split(b"\n", 1)
    if not path.startswith(b"/etc/kuma-agent/"):
        return record
    words = "|".join(programs.SECRET_SETTINGS)
    if not re.search(r"""["']?\b(?:%s)\b["']?\s*:""" % words, base64.b64decode(text).decode("utf-8", "replace")):
        return record
    return b"unreadable\t" + path + b"\nit holds secrets, which facts leave out: let agent_facts give them with_secrets"


def look(module):
    units = ["unit=system:" + unit for unit in units_of(module.params)]
    code, output, complaint = run_program(programs.SURVEY, programs.SURVEY_ARGUMENTS + units, timeout=120)
    records = output.split(b"\0")
    if records[-2:] != [b"end\tcomplete", b""]:
        module.fail_json(msg="The host could not be looked at: %s" % (complaint.strip() or "the answer was cut off"), rc=code)
    if not module.params["with_secrets"]:
        records = [without_secrets(record) for record in records]
    return base64.b64encode(zlib.compress(b"\0".join(records))).decode("ascii")


def main():
    module = AnsibleModule(
        argument_spec=dict(
            units=dict(type="list", elements="str", default=[]),
            checks=dict(type="list", elements="dict", default=[]),
            recover=dict(type="bool", default=False),
            with_secrets=dict(type="bool", default=False),
        ),
        supports_check_mode=True,
    )
    is_put_back = False
    if module.params["recover"] and not module.check_mode:
        remove_carried()
    if module.params["recover"] and is_cut_short():
        if module.check_mode:
            module.warn("A run that was killed has left its work half done. The prediction is made from that.")
        else:
            problem = put_back()
            if problem is not None:
                module.fail_json(msg=problem)
            is_put_back = True
    result = dict(changed=is_put_back, put_back=is_put_back, facts=dict(version=1, survey=look(module)))
    status, problem = read_status()
    result["status"] = status
    if problem is not None:
        result["status_problem"] = problem
    module.exit_json(**result)


if __name__ == "__main__":
    main()
