#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: monitor
short_description: Create, change and delete monitors of Uptime Kuma
version_added: "0.1.0"
description:
  - Makes sure that there is a monitor of that name with these settings. Settings that are not named stay as they are.
  - Without I(type) it is a Push monitor, which a script or an agent sends heartbeats to.
author:
  - the kumakit maintainers (@kumakit)
options:
  name:
    description: The name of the monitor.
    type: str
    required: true
  state:
    description: Whether there is such a monitor. One that goes takes its history with it.
    type: str
    choices: [present, absent]
    default: present
  type:
    description:
      - The type of the monitor, such as C(http) or C(ping). A monitor that is there keeps its type.
      - With I(state=absent), only a monitor of this type goes.
    type: str
  interval:
    description: Seconds between checks, or in which a heartbeat must come; also as C(5m). A new monitor has 60.
    type: str
  description:
    description: A text for people.
    type: str
  notify:
    description:
      - The names of the notifications that it alerts, and no others. An empty list is nobody.
      - Left out, it alerts the default notifications of the server. One that would alert nobody is refused.
    type: list
    elements: str
  group:
    description: The name of the group that it is in, which is made when there is none.
    type: str
  tags:
    description: Tags that it carries, with their values; C("") for no value. Other tags stay.
    type: dict
    default: {}
  settings:
    description:
      - Settings of its type, as docs/monitor-types.md calls them. They show in the output of Ansible.
      - A secret is refused here.
    type: dict
    default: {}
  secrets:
    description: Settings that are secret, such as C(databaseConnectionString). They show nowhere.
    type: dict
    default: {}
  show_push_url:
    description: Whether I(push_url) is returned, a secret. Give the task C(no_log) then.
    type: bool
    default: false
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
- name: Watch the web page of each host
  kumakit.kuma.monitor:
    name: "{{ inventory_hostname }}/web"
    type: http
    interval: 30
    group: web
    notify: [ops-chat]
    tags:
      env: prod
    settings:
      url: "https://{{ inventory_hostname }}/health"
      maxRetries: 2
  delegate_to: localhost

- name: Watch a database, whose address holds a password
  kumakit.kuma.monitor:
    name: orders
    type: postgres
    secrets:
      databaseConnectionString: "{{ vault_orders_url }}"
  delegate_to: localhost
  run_once: true

- name: Give the backup script its push URL
  kumakit.kuma.monitor:
    name: "{{ inventory_hostname }}/backup"
    interval: 25h
    show_push_url: true
  delegate_to: localhost
  register: backup
  no_log: true
"""

RETURN = r"""
monitor:
  description: The monitor, as C(kuma monitor create --json) prints it, without its push URL. In check mode, the plan.
  returned: when I(state=present)
  type: dict
  sample: {"id": 12, "name": "shop", "type": "http", "interval": 60, "outcome": "created"}
push_url:
  description: The address that heartbeats go to, a secret. Null for a monitor that is no Push monitor.
  returned: when I(show_push_url=true), except in check mode
  type: str
"""

import json

from ansible_collections.kumakit.kuma.plugins.module_utils.kuma_command import flags_of, run_states


def present(kuma, params):
    settings = params["settings"]
    # An open setting goes on the command line, where kuma refuses a secret; null cannot be written there.
    written = ["%s=%s" % (name, text_of(value)) for name, value in settings.items() if value is not None]
    document = dict((name, None) for name, value in settings.items() if value is None)
    document.update(params["secrets"])
    flags = flags_of(
        type=params["type"],
        interval=params["interval"],
        description=params["description"],
        notify=params["notify"],
        no_notify=params["notify"] == [],
        group=params["group"],
        tag=["%s=%s" % (name, "" if value is None else value) for name, value in params["tags"].items()],
        set=written,
        from_file="-",
    )
    ended = kuma.ensure("monitor create", flags, params["name"], document)
    monitor = ended.pop("result")
    push_url = monitor.pop("pushUrl", None)
    ended["monitor"] = monitor
    if params["show_push_url"] and not kuma.module.check_mode:
        ended["push_url"] = push_url
    return ended


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


def absent(kuma, params):
    return kuma.delete_named("monitor", params["name"], ("id", "name", "type", "interval", "description"), params["type"])


def main():
    options = dict(
        name=dict(type="str", required=True),
        type=dict(type="str"),
        interval=dict(type="str"),
        description=dict(type="str"),
        notify=dict(type="list", elements="str"),
        group=dict(type="str"),
        tags=dict(type="dict", default={}),
        settings=dict(type="dict", default={}),
        secrets=dict(type="dict", default={}, no_log=True),
        show_push_url=dict(type="bool", default=False),
    )
    run_states(dict(present=present, absent=absent), options)


if __name__ == "__main__":
    main()
