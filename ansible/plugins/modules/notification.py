#!/usr/bin/python
# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: notification
short_description: Create, change and delete notifications of Uptime Kuma
version_added: "0.1.0"
description:
  - Makes sure that there is a notification of that name, through which monitors alert people.
  - Settings that are not named stay as they are.
author:
  - the kumakit maintainers (@kumakit)
options:
  name:
    description: The name of the notification.
    type: str
    required: true
  state:
    description: Whether there is such a notification. Monitors that have one that goes alert it no longer.
    type: str
    choices: [present, absent]
    default: present
  type:
    description: The provider, such as C(slack) or C(webhook). C(kuma notification types) lists them.
    type: str
  settings:
    description:
      - Settings of the provider, as docs/notification-types.md calls them. They show in the output of Ansible.
      - A secret is refused here.
    type: dict
    default: {}
  secrets:
    description: Settings that are secret, such as an address with a token in it. They show nowhere.
    type: dict
    default: {}
  default:
    description: Whether new monitors that name no other have it. Left out, it stays as it is; a new one is no default.
    type: bool
  test:
    description:
      - Whether a test message goes out before anything is saved. Nothing is saved when that fails.
      - It needs all settings that the provider cannot do without. A test alone is no change.
    type: bool
    default: false
extends_documentation_fragment:
  - kumakit.kuma.kuma_command
attributes:
  check_mode:
    description: Changes and sends nothing, and says exactly what would change.
    support: full
  diff_mode:
    description: Shows which settings change, and never their values.
    support: full
"""

EXAMPLES = r"""
- name: Alert the chat of the operators
  kumakit.kuma.notification:
    name: ops-chat
    type: slack
    default: true
    settings:
      slackchannel: "#ops"
    secrets:
      slackwebhookURL: "{{ vault_slack_url }}"
  delegate_to: localhost
  run_once: true

- name: Take an old channel away
  kumakit.kuma.notification:
    name: old-chat
    state: absent
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
notification:
  description:
    - The notification, as C(kuma notification create --json) prints it, without its settings. In check mode, the plan.
  returned: when I(state=present)
  type: dict
  sample: {"id": 3, "name": "ops-chat", "type": "slack", "isDefault": true, "outcome": "kept"}
"""

from ansible_collections.kumakit.kuma.plugins.module_utils.kuma_command import flags_of, run_states


def present(kuma, params):
    refuse_open_secrets(kuma, params)
    default = params["default"]
    flags = flags_of(
        type=params["type"],
        config_file="-",
        default=default is True,
        no_default=default is False,
        test=params["test"],
    )
    document = dict(params["settings"], **params["secrets"])
    ended = kuma.ensure("notification create", flags, params["name"], document)
    ended["notification"] = ended.pop("result")
    return ended


def refuse_open_secrets(kuma, params):
    """Ansible has shown the settings already; those who wrote the secret there learn it by the first run."""
    if not params["settings"]:
        return
    providers = kuma.run("notification types")
    secrets = [name for one in providers if one["type"] == params["type"] for name in one["secrets"]]
    for name in params["settings"]:
        if name in secrets:
            kuma.module.fail_json(msg="%s is a secret, and settings show in the output. Hint: secrets" % name)


def absent(kuma, params):
    return kuma.delete_named("notification", params["name"], ("id", "name", "type", "isDefault"))


def main():
    options = dict(
        name=dict(type="str", required=True),
        type=dict(type="str"),
        settings=dict(type="dict", default={}),
        secrets=dict(type="dict", default={}, no_log=True),
        default=dict(type="bool"),
        test=dict(type="bool", default=False),
    )
    run_states(dict(present=present, absent=absent), options, required_if=[("state", "present", ["type"])])


if __name__ == "__main__":
    main()
