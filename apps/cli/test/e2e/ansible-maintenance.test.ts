import type { KumaClient, Maintenance } from "@kumakit/client";
import { findProgram, startKuma, type KumaServer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";
import { COLLECTION, play, runAnsible } from "../support/playbooks.ts";

const hosts = ["app1", "app2"];

describeWith(["ansible-playbook"], "maintenances and the inventory of kumakit.kuma", () => {
  let server: KumaServer;
  let user: KumaUser;
  let client: KumaClient;

  beforeAll(async () => {
    server = await startKuma();
    const { username = "", password = "" } = server.admin ?? {};
    user = await loggedInUser({ label: server.label, url: server.url, username, password });
    client = await clientOf(user);
    for (const [host, key, status] of [
      ["app1", "a1", "up"],
      ["app2", "b2", "down"],
    ] as const) {
      const description = `[kumakit v1 host=${key} check=nginx.service]`;
      const made = await client.monitors.create({ type: "push", name: `${host}/nginx`, description, interval: 3600 });
      await fetch(`${server.url}/api/push/${made.pushToken}?status=${status}`);
    }
  });
  afterAll(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
    user[Symbol.dispose]();
  });

  const all = (): Promise<readonly Maintenance[]> => client.maintenance.list();

  /** Tries tasks, does them, and finds nothing to do the second time. */
  const settle = async (tasks: string, changes: number): Promise<string> => {
    const before = JSON.stringify(await all());
    const tried = await play(user, tasks, { hosts, words: ["--check", "--diff"] });
    expect(tried).toMatchObject({ code: 0, changed: changes });
    expect(JSON.stringify(await all())).toBe(before);
    expect(await play(user, tasks, { hosts })).toMatchObject({ code: 0, changed: changes });
    expect(await play(user, tasks, { hosts })).toMatchObject({ code: 0, changed: 0 });
    return tried.output;
  };

  test("one around a play: begun for each host, once, ended whatever happens", async () => {
    const begin = `
- kumakit.kuma.maintenance: { title: "upgrade {{ inventory_hostname }}", for: 30m, monitors: ["{{ inventory_hostname }}/*"] }
`;
    await settle(begin, 2);
    expect((await all()).map(({ title, status }) => `${title} ${status}`).toSorted()).toEqual([
      "upgrade app1 under-maintenance",
      "upgrade app2 under-maintenance",
    ]);
    const state = (to: string): string => begin.replace("for: 30m", `state: ${to}`);
    await settle(state("stopped"), 2);
    expect((await all()).map(({ status }) => status)).toEqual(["inactive", "inactive"]);
    await settle(state("absent"), 2);
    expect(await all()).toEqual([]);
    const failing = `
- block:
    - kumakit.kuma.maintenance: { title: "{{ inventory_hostname }}", for: 30m, monitors: ["{{ inventory_hostname }}/*"] }
    - ansible.builtin.fail: {}
  always:
    - kumakit.kuma.maintenance: { title: "{{ inventory_hostname }}", state: absent }
`;
    expect(await play(user, failing, { hosts })).toMatchObject({ failed: 2, changed: 4 });
    expect(await all()).toEqual([]);
  });

  test("one that is about to end does not cover a play, and one for other monitors neither", async () => {
    const begin = (host: string, length: string): string =>
      `- kumakit.kuma.maintenance: { title: once, for: ${length}, monitors: ["${host}/*"] }\n  run_once: true`;
    expect(await play(user, begin("app1", "10m"))).toMatchObject({ changed: 1 });
    expect(await play(user, begin("app1", "15m"))).toMatchObject({ changed: 0 });
    expect(await play(user, begin("app1", "2h"))).toMatchObject({ changed: 1 });
    expect(await play(user, begin("app2", "10m"))).toMatchObject({ changed: 1 });
    expect(await play(user, "- kumakit.kuma.maintenance: { title: once, state: absent }")).toMatchObject({
      changed: 1,
    });
    expect(await all()).toEqual([]);
  });

  test("planned ones: made, kept, changed with the fields before and after", async () => {
    const plan = (fields: string): string =>
      `- kumakit.kuma.maintenance: { title: backups, state: present, monitors: [app1/nginx], ${fields} }\n  run_once: true`;
    await settle(plan('cron: "0 3 * * 0", for: 90m, reason: nightly'), 1);
    const shown = await settle(plan('cron: "0 4 * * 0", for: 90m'), 1);
    expect(shown).toContain('-    "cron": "0 3 * * 0"');
    expect(shown).toContain('+    "cron": "0 4 * * 0"');
    await settle(plan('start: "2036-12-01T21:00:00Z", end: "2036-12-02T01:00:00+01:00"'), 1);
    await settle(
      plan('plan: { strategy: recurring-weekday, weekdays: [sunday], timeRange: { from: "03:00", to: "04:00" } }'),
      1,
    );
    const both = plan('cron: "0 4 * * 0", for: 90m').replace("[app1/nginx]", "[app2/nginx, app1/nginx]");
    expect(await settle(both, 1)).toContain('"monitorIds"');
    expect(await all()).toMatchObject([{ title: "backups", description: "nightly", strategy: "cron" }]);
  });

  test("one for monitors that are not there fails with the words of kuma", async () => {
    const task = "- kumakit.kuma.maintenance: { title: x, for: 30m, monitors: [app9/nginx] }\n  run_once: true";
    const refused = await play(user, task);
    expect(refused).toMatchObject({ failed: 1, output: expect.stringContaining("Did you mean") });
    const tried = await play(user, task, { words: ["--check"] });
    expect(tried).toMatchObject({
      changed: 1,
      output: expect.stringContaining("The task fails unless"),
    });
  });

  test("the inventory script gives Ansible the hosts, and groups by tag, group and state", async () => {
    const { id } = await client.monitors.create({ type: "group", name: "web shop" });
    const tag = await client.tags.create({ name: "env", color: "#2563EB" });
    const monitors = await client.monitors.list();
    const of = (name: string): number => monitors.find((one) => one.name === name)?.id ?? 0;
    await client.monitors.update(of("app1/nginx"), { parent: id });
    await client.tags.attach(of("app2/nginx"), tag.id, "prod");
    // Neither an address nor a name that ssh would take for a flag makes a host.
    await client.monitors.create({ type: "http", name: "page", url: "http://shop.invalid/" });
    await client.monitors.create({
      type: "push",
      name: "-oProxyCommand=x/y",
      description: "[kumakit v1 host=c3 check=y]",
    });
    const script = join(COLLECTION, "scripts", "kuma_inventory");
    const program = findProgram("ansible-inventory") ?? "ansible-inventory";
    const listed = await runAnsible(user, [program, "-i", script, "--list"]);
    expect(listed).toMatchObject({ code: 0 });
    const pushed = { kuma_monitors: [of("app1/nginx")], kuma_down: [] };
    expect(JSON.parse(listed.stdout)).toMatchObject({
      _meta: { hostvars: { app1: pushed, app2: { kuma_monitors: [of("app2/nginx")], kuma_down: [of("app2/nginx")] } } },
      kuma_down: { hosts: ["app2"] },
      group_web_shop: { hosts: ["app1"] },
      tag_env: { hosts: ["app2"] },
      tag_env_prod: { hosts: ["app2"] },
    });
    expect(listed.stdout).not.toContain("ProxyCommand");
    expect(listed.stdout).not.toContain("shop.invalid");
    const one = await user.run(["inventory", "--host", "app1"]);
    expect(JSON.parse(one.stdout)).toEqual(pushed);
    expect(JSON.parse((await user.run(["inventory", "--host", "app9"])).stdout)).toEqual({});
  });
});
