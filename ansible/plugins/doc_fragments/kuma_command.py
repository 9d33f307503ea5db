# Copyright (c) 2026 the kumakit maintainers
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    """The part of the documentation that all modules which run kuma share."""

    DOCUMENTATION = r"""
options:
  executable:
    description: The command C(kuma) on the controller, by its name or its path.
    type: path
    default: kuma
  server:
    description:
      - The address of the Uptime Kuma server.
      - Left out, it is the one of the profile in use, else the one that somebody logged in to last.
    type: str
  profile:
    description: The name of a profile of C(kuma), in place of I(server).
    type: str
  timeout:
    description: The longest wait for each answer of the server, such as C(30s).
    type: str
requirements:
  - The command C(kuma) of the same version as the collection, logged in once by C(kuma login).
notes:
  - It runs on the controller, by C(delegate_to=localhost). Hosts need neither C(kuma) nor a login.
  - C(kuma) keeps a session of the person who runs Ansible, so that no task logs in with the password.
  - In a play with C(become), the task needs C(become=false).
"""
