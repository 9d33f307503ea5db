#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: agent_confirm
short_description: See to the server after plans of agents were carried out
version_added: "0.1.0"
description:
  - Runs C(kuma agent confirm) once for all hosts of a play, waits until Uptime Kuma shows the first heartbeat of each new monitor, and
    takes back the monitors that were made for a host on which the plan failed.
  - Removes the folder with the scripts.
  - A host whose heartbeats do not come has an I(error) of its own. It does not stop the others.
author:
  - the kumakit maintainers (@kumakit)
options:
  plans:
    description: The result of M(kumakit.kuma.agent_plan).
    type: dict
    required: true
  applied:
    description: The results of M(kumakit.kuma.agent_apply), by host. A host without one had nothing to do.
    type: dict
    required: true
extends_documentation_fragment:
  - kumakit.kuma.kuma_command
attributes:
  check_mode:
    description: Nothing is waited for.
    support: full
  diff_mode:
    description: Nothing is changed that could be shown.
    support: none
"""

EXAMPLES = r"""
- name: Wait for the first heartbeats
  kumakit.kuma.agent_confirm:
    plans: "{{ plans }}"
    applied: "{{ dict(ansible_play_batch | zip(ansible_play_batch | map('extract', hostvars, 'applied'))) }}"
  delegate_to: localhost
  run_once: true
  become: false
  register: confirmed
"""

RETURN = r"""
errors:
  description: What went wrong, by host; only hosts where something did.
  returned: always
  type: dict
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kumakit.kuma.plugins.module_utils.agent_work import HostsCommand
from ansible_collections.kumakit.kuma.plugins.module_utils.kuma_command import with_connection
from ansible_collections.kumakit.kuma.plugins.module_utils.plans_folder import remove_folder


def carried(applied):
    """Whether a plan was carried out on its host, and why not."""
    if applied is None:
        return "unknown", "Nothing came back from the host while its plan was carried out. Run the play again."
    if applied.get("unreachable"):
        message = "The host went away while its plan was carried out. Run the play again. %s" % applied.get("msg", "")
        return "unknown", message.strip()
    if applied.get("failed"):
        return "unknown", applied.get("msg") or "The module agent_apply failed."
    if applied.get("error"):
        return "no", applied["error"]
    return "yes", None


def main():
    module = AnsibleModule(
        argument_spec=with_connection(
            plans=dict(type="dict", required=True),
            applied=dict(type="dict", required=True),
        ),
        supports_check_mode=True,
    )
    plans, applied = module.params["plans"], module.params["applied"]
    errors, reports = {}, {}
    if not module.check_mode:
        remove_folder(plans.get("folder"))
        for host, plan in plans["hosts"].items():
            if plan["error"] is not None or not plan["due"]:
                continue
            state, problem = carried(applied.get(host))
            if problem is not None:
                errors[host] = problem
            receipt = plan["receipt"]
            if receipt["awaited"] or (state == "no" and receipt["made"]):
                reports[host] = dict(receipt=receipt, carried=state)
    if reports:
        results = HostsCommand(module).results("agent confirm", "--reports", dict(hosts=reports))
        for host, one in results.items():
            if one["error"] is not None:
                errors[host] = " ".join(part for part in (errors.get(host), one["error"]) if part)
    module.exit_json(changed=False, errors=errors)


if __name__ == "__main__":
    main()
