#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: maintenance
short_description: Begin, plan and end maintenances of Uptime Kuma
version_added: "0.1.0"
description:
  - Puts monitors under maintenance, so that they alert nobody; begun now, or planned.
  - Uptime Kuma itself ends one, also when the controller is away.
author:
  - the kumakit maintainers (@kumakit)
options:
  title:
    description: The title, by which it is found again.
    type: str
    required: true
  state:
    description:
      - With C(started), one of this title is in force for these monitors from now on. It stays as it is where half of
        I(for) or more is left of it; else a further one begins.
      - With C(present), one is planned by I(start) and I(end), I(cron) and I(for), or I(plan).
      - With C(stopped), none of this title is in force. They stay in the list.
      - With C(absent), there is none of this title.
    type: str
    choices: [started, present, stopped, absent]
    default: started
  for:
    description: The length, such as C(30m) or C(2h).
    type: str
  start:
    description: The begin, such as C(2026-12-01 22:00) by the clocks of I(time_zone), or a time with a zone.
    type: str
  end:
    description: The end, in the same form.
    type: str
  cron:
    description: The begin of each time - minute, hour, day, month, day of the week.
    type: str
  plan:
    description: Any other plan, such as days of the week; docs/client/maintenance.md has them.
    type: dict
  time_zone:
    description: The zone of the times. Left out, it is that of the server.
    type: str
  reason:
    description: The reason, for status pages and for other people.
    type: str
  monitors:
    description: These monitors, by name, by C(id:3), or by a pattern such as C(web/*).
    type: list
    elements: str
    default: []
  hosts:
    description: All monitors that are about these machines.
    type: list
    elements: str
    default: []
  tags:
    description: All monitors with these tags, as NAME or NAME=VALUE.
    type: list
    elements: str
    default: []
  groups:
    description: All monitors in these groups.
    type: list
    elements: str
    default: []
extends_documentation_fragment:
  - kumakit.kuma.kuma_command
attributes:
  check_mode:
    description: Changes nothing, and says exactly what would change.
    support: full
  diff_mode:
    description: Shows the fields before and after.
    support: full
"""

EXAMPLES = r"""
- name: Upgrade without an alert
  block:
    - name: Begin a maintenance
      kumakit.kuma.maintenance:
        title: "upgrade of {{ inventory_hostname }}"
        for: 30m
        hosts: ["{{ inventory_hostname }}"]
      delegate_to: localhost
    - name: Upgrade
      ansible.builtin.apt:
        upgrade: dist
  always:
    - name: End it, whatever has happened
      kumakit.kuma.maintenance:
        title: "upgrade of {{ inventory_hostname }}"
        state: absent
      delegate_to: localhost

- name: Plan the backups of each Sunday
  kumakit.kuma.maintenance:
    title: backups
    state: present
    cron: "0 3 * * 0"
    for: 90m
    tags: [env=prod]
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
maintenance:
  description:
    - The maintenance, as C(kuma maintenance start --json) prints it, with its monitors. In check mode, the plan.
  returned: when I(state=started) or I(state=present)
  type: dict
  sample: {"id": 7, "title": "backups", "status": "scheduled", "monitors": [{"id": 1, "name": "shop"}], "outcome": "created"}
"""

from ansible_collections.kumakit.kuma.plugins.module_utils.kuma_command import flags_of, run_states


def chosen(params):
    """The flags that both ways of making one share."""
    return flags_of(
        for_=params["for"],
        reason=params["reason"],
        host=params["hosts"],
        tag=params["tags"],
        group=params["groups"],
    )


def started(kuma, params):
    flags = chosen(params) + flags_of(title=params["title"], once=True)
    dry = ["--dry-run"] if kuma.module.check_mode else []
    result = kuma.run("maintenance start", flags + dry, params["monitors"], may_be_missing=kuma.module.check_mode)
    if result is None:
        result = kuma.plan_with_a_missing_thing()
    changed = result["outcome"] != "kept"
    after = dict(title=params["title"], monitors=[one["name"] for one in result.get("monitors", [])])
    return dict(changed=changed, maintenance=result, diff=dict(before={}, after=after) if changed else no_difference())


def present(kuma, params):
    flags = chosen(params) + flags_of(
        start=params["start"],
        end=params["end"],
        cron=params["cron"],
        time_zone=params["time_zone"],
        from_file=None if params["plan"] is None else "-",
        monitor=params["monitors"],
    )
    ended = kuma.ensure("maintenance create", flags, params["title"], params["plan"])
    ended["maintenance"] = ended.pop("result")
    return ended


def of_this_title(kuma, params):
    return [one for one in kuma.run("maintenance list") if one["title"] == params["title"]]


def stopped(kuma, params):
    found = [one for one in of_this_title(kuma, params) if one["active"]]
    flags = ["--dry-run"] if kuma.module.check_mode else []
    for one in found:
        kuma.run("maintenance stop", flags, ["id:%d" % one["id"]], may_be_missing=True)
    before = dict((str(one["id"]), dict(title=one["title"], active=True)) for one in found)
    after = dict((str(one["id"]), dict(title=one["title"], active=False)) for one in found)
    return dict(changed=len(found) > 0, diff=dict(before=before, after=after))


def absent(kuma, params):
    return kuma.delete("maintenance", of_this_title(kuma, params))


def no_difference():
    return dict(before={}, after={})


def main():
    options = {
        "title": dict(type="str", required=True),
        "for": dict(type="str"),
        "start": dict(type="str"),
        "end": dict(type="str"),
        "cron": dict(type="str"),
        "plan": dict(type="dict"),
        "time_zone": dict(type="str"),
        "reason": dict(type="str"),
        "monitors": dict(type="list", elements="str", default=[]),
        "hosts": dict(type="list", elements="str", default=[]),
        "tags": dict(type="list", elements="str", default=[]),
        "groups": dict(type="list", elements="str", default=[]),
    }
    run_states(
        dict(started=started, present=present, stopped=stopped, absent=absent),
        options,
        mutually_exclusive=[("start", "cron", "plan")],
        required_if=[("state", "started", ["for"])],
        required_together=[("start", "end")],
    )


if __name__ == "__main__":
    main()
