# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT
"""Work of kuma on the controller for many hosts at once, with one connection."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import os
import tempfile

from ansible_collections.kumakit.kuma.plugins.module_utils.kuma_command import ENVIRONMENT, KumaCommand


class HostsCommand(KumaCommand):
    """The command kuma, for commands that give one result for each host."""

    def results(self, words, document_flag, document, flags=()):
        """
        What kuma says for each host: a dict with result, or with error, a sentence. The task fails only when nothing could
        be done for any of them.

        :param document: what kuma reads from a file that only this account can read; it may hold secrets
        """
        path = self._written(document)
        try:
            argv = [self.program] + words.split() + [document_flag, path] + list(flags) + self.connection + ["--json"]
            code, stdout, stderr = self.module.run_command(argv, environ_update=ENVIRONMENT)
        finally:
            os.unlink(path)
        try:
            hosts = json.loads(stdout)["hosts"]
        except (ValueError, KeyError):
            self._fail(self._error(words, code, stderr), code)
        self._warn(stderr)
        return dict((one["host"], self._result(one)) for one in hosts)

    def _written(self, document):
        handle, path = tempfile.mkstemp(prefix="kuma-", suffix=".json", dir=self.module.tmpdir)
        with os.fdopen(handle, "w") as file:
            json.dump(document, file)
        return path

    @staticmethod
    def _result(one):
        if one["ok"]:
            return dict(result=one["result"], error=None)
        error = one["error"]
        parts = [error["message"], error.get("cause")] + error.get("leftBehind", [])
        if error["hint"] is not None:
            parts.append("Hint: " + error["hint"])
        return dict(result=None, error=". ".join(part.rstrip(".") for part in parts if part))
