"""The work of a script with a client of the uptime-kuma-api family, measured step by step.

    python3 peer.py URL MONITORS BULK PATIENCE      (the session token comes on standard input; the longest wait in s)
"""

import json
import os
import resource
import sys
import time

from uptime_kuma_api import MonitorType, UptimeKumaApi

url, monitors, bulk, patience = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
token = sys.stdin.read().strip()
run = f"peer {os.getpid()}"
steps = {"calls": []}


def measure(step, work):
    start = time.perf_counter()
    result = work()
    steps[step] = (time.perf_counter() - start) * 1000
    return result


def open_client():
    client = UptimeKumaApi(url, timeout=patience)
    client.login_by_token(token)
    return client


def add(name):
    return client.add_monitor(type=MonitorType.PUSH, name=name, interval=60)


client = measure("logIn", open_client)
found = measure("list", client.get_monitors)
if len(found) < monitors:
    raise SystemExit(f"only {len(found)} of {monitors} monitors are listed")
steps["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
measure("create", lambda: add(f"{run} one"))
measure("createMany", lambda: [add(f"{run} {index}") for index in range(bulk)])
names = [monitor["name"] for monitor in client.get_monitors()]
made = sum(name.startswith(run) for name in names)
if made != bulk + 1:
    raise SystemExit(f"{made} of {bulk + 1} monitors were made")
print(json.dumps(steps), flush=True)
client.disconnect()
