# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT
"""The command kuma, run on the controller, and the JSON that it prints."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kumakit.kuma.plugins.module_utils.plan_differences import differences

# The exit code of kuma for a thing that is not there.
NOT_FOUND = 3

# A playbook has been agreed to already, and nobody sits at its terminal.
ENVIRONMENT = {"KUMA_AGENT_MODE": "0", "KUMA_NO_INPUT": "1"}


def with_connection(**own):
    """The parameters of a module: its own, and those that say which kuma and which server."""
    return dict(
        executable=dict(type="path", default="kuma"),
        server=dict(type="str"),
        profile=dict(type="str"),
        timeout=dict(type="str"),
        **own
    )


def run_states(states, options, mutually_exclusive=(), **rules):
    """
    Runs a module whose state says which work is done.

    :param states: for each state, the default one first, a function of the command and the parameters that gives the result
    """
    names = list(states)
    module = AnsibleModule(
        argument_spec=with_connection(state=dict(type="str", choices=names, default=names[0]), **options),
        mutually_exclusive=[("server", "profile")] + list(mutually_exclusive),
        supports_check_mode=True,
        **rules
    )
    module.exit_json(**states[module.params["state"]](KumaCommand(module), module.params))


def flags_of(**values):
    """The flags of kuma for these values; a list gives one for each item, and None gives none."""
    words = []
    for name, value in values.items():
        flag = "--" + name.rstrip("_").replace("_", "-")
        for item in value if isinstance(value, list) else [value]:
            if item is True:
                words.append(flag)
            elif item is not None and item is not False:
                words.append("%s=%s" % (flag, item))
    return words


class KumaCommand:
    """The command kuma with the server that a task names."""

    def __init__(self, module):
        self.module = module
        params = module.params
        self.program = module.get_bin_path(params["executable"], required=True)
        self.missing = None
        self.connection = flags_of(server=params["server"], profile=params["profile"], timeout=params["timeout"])

    def run(self, words, flags=(), names=(), document=None, may_be_missing=False):
        """
        The value that `kuma WORDS --json` prints. The task fails as kuma does, with its message and its hint.

        :param document: an object for its stdin, the one way in which a secret reaches it
        :param may_be_missing: gives None, and does not fail, where a thing that is named is not there
        """
        argv = [self.program] + words.split() + list(flags) + self.connection + ["--json", "--"] + list(names)
        text = None if document is None else json.dumps(document)
        code, stdout, stderr = self.module.run_command(argv, data=text, environ_update=ENVIRONMENT)
        if code != 0:
            error = self._error(words, code, stderr)
            if code == NOT_FOUND and may_be_missing:
                self.missing = error["message"]
                return None
            self._fail(error, code)
        self._warn(stderr)
        try:
            return json.loads(stdout)
        except ValueError:
            self.module.fail_json(msg="%s does not print JSON: is it kuma?" % self.program)

    def ensure(self, words, flags, name, document=None):
        """
        Has kuma make a thing as wished, or say in check mode what it would do.

        :returns: a dict with changed, result (as kuma prints it) and, with --diff, diff
        """
        flags = list(flags) + ["--if-exists=update"]
        module = self.module
        plan = None
        if module.check_mode or module._diff:
            plan = self.run(words, flags + ["--dry-run"], [name], document, may_be_missing=module.check_mode)
            if plan is None:
                plan = self.plan_with_a_missing_thing()
        result = plan if module.check_mode else self.run(words, flags, [name], document)
        ended = dict(changed=result["outcome"] != "kept", result=result)
        if module._diff:
            ended["diff"] = differences(plan["actions"])
        return ended

    def plan_with_a_missing_thing(self):
        """In check mode, the tasks before have made nothing: without the thing this one cannot be as wished already."""
        self.module.warn("%s The task fails unless one before it makes that." % self.missing)
        return dict(outcome="created", actions=[], steps=[])

    def delete_named(self, noun, name, fields, of_type=None):
        """Has kuma delete the one thing of that name, of which these fields are shown."""
        found = [one for one in self.run(noun + " list") if one["name"] == name and of_type in (None, one["type"])]
        if len(found) > 1:
            ids = ", ".join(str(one["id"]) for one in found)
            self.module.fail_json(msg="There are %d %ss called %s: %s" % (len(found), noun, name, ids))
        return self.delete(noun, [dict((field, one[field]) for field in fields) for one in found])

    def delete(self, noun, things):
        """Has kuma delete these things of a kind, by their ids; one that is gone meanwhile is no failure."""
        flag = "--dry-run" if self.module.check_mode else "--yes"
        for thing in things:
            self.run(noun + " delete", [flag], ["id:%d" % thing["id"]], may_be_missing=True)
        return dict(changed=len(things) > 0, diff=dict(before=dict((str(one["id"]), one) for one in things), after={}))

    def _warn(self, stderr):
        for line in stderr.splitlines():
            if line.startswith("Warning: "):
                self.module.warn(line[len("Warning: "):])

    def _error(self, words, code, stderr):
        """The error that kuma prints as JSON, behind warnings."""
        try:
            return json.loads(stderr[stderr.find("{\n"):])["error"]
        except (ValueError, KeyError):
            self.module.fail_json(msg="kuma %s ended with %d: %s" % (words, code, stderr.strip()), rc=code)

    def _fail(self, error, code):
        parts = [error["message"], error.get("cause")] + error.get("leftBehind", [])
        if error["hint"] is not None:
            parts.append("Hint: " + error["hint"])
        text = ". ".join(part.rstrip(".") for part in parts if part)
        self.module.fail_json(msg=text, code=error["code"], hint=error["hint"], rc=code)
