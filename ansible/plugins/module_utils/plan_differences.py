# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT
"""The plans of kuma, as --diff of Ansible shows them."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type


def differences(actions):
    """The fields before and after the actions of a plan of kuma; no plan holds a secret."""
    before, after = {}, {}
    for action in actions:
        kind = action["kind"]
        for change in action.get("changes", []):
            secret = change.get("isSecret") is True
            before[change["setting"]] = "(secret)" if secret else change.get("from")
            after[change["setting"]] = "(another secret)" if secret else change.get("to")
        if kind in ("create-group", "create-tag"):
            after.setdefault(kind, []).append(action["name"])
        elif kind.startswith("create-"):
            after.update(created(action))
        elif kind in ("alert", "move"):
            field = "notifications" if kind == "alert" else "group"
            before[field], after[field] = names_in(action["from"]), names_in(action["to"])
        elif kind in ("attach", "detach"):
            tag = "%s=%s" % (action["tag"]["name"], action["value"])
            (after if kind == "attach" else before).setdefault("tags", []).append(tag)
        elif kind == "resume":
            before["active"], after["active"] = False, True
    return dict(before=before, after=after)


def created(action):
    """The fields of a new thing."""
    fields = dict((name, value) for name, value in action.items() if name not in ("kind", "settings", "changes"))
    for name in ("notifications", "group"):
        if name in fields:
            fields[name] = names_in(fields[name])
    for setting in action.get("settings", []):
        fields[setting["setting"]] = "(secret)" if setting.get("isSecret") is True else setting["to"]
    return fields


def names_in(value):
    """The names of things in a plan, without their ids."""
    if isinstance(value, list):
        return [one["name"] for one in value]
    return None if value is None else value["name"]
