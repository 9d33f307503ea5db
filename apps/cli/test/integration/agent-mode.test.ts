import { startAlertSink, type AlertSink } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const name = `kumakit-test-${process.pid} agent mode`;

interface Proposal {
  readonly status: string;
  readonly command: string;
  readonly destructive: boolean;
  readonly confirm: string;
  readonly plan: { readonly dryRun: true; readonly steps: readonly string[] } | null;
}

describe.each(kumaServers())("agent mode on $label", (server) => {
  let user: KumaUser;
  let sink: AlertSink;
  const asAgent = (words: readonly string[], input = "") =>
    user.run(words, { env: { ...user.env, AI_AGENT: "1" }, input });
  const propose = async (words: readonly string[], input = ""): Promise<Proposal> => {
    const { stdout, stderr, code } = await asAgent(words, input);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    return JSON.parse(stdout) as Proposal;
  };
  /** All that a command here could have changed. */
  const state = async (): Promise<string> => {
    await using client = await clientOf(user);
    const all = [client.monitors.list(), client.notifications.list(), client.tags.list(), client.maintenance.list()];
    return JSON.stringify(await Promise.all(all));
  };

  beforeAll(async () => {
    sink = await startAlertSink();
    user = await loggedInUser(server);
    await user.run(["monitor", "create", name, "--no-notify"]);
  });
  afterAll(async () => {
    await user.run(["monitor", "delete", name, "--yes"]);
    await sink.close();
    user[Symbol.dispose]();
  });

  test("a command that changes something says what it would do, and does nothing", async () => {
    const before = await state();
    const config = JSON.stringify({ webhookURL: sink.url, webhookContentType: "json" });
    const changing: readonly (readonly [readonly string[], string?])[] = [
      [["monitor", "create", `${name} new`, "--no-notify"]],
      [["monitor", "edit", name, "--interval", "120"]],
      [["monitor", "clone", name]],
      [["monitor", "pause", name]],
      [["monitor", "pause", name, "--for", "2h"]],
      [["monitor", "resume", name]],
      [["monitor", "beat", name]],
      [["monitor", "delete", name]],
      [["group", "create", `${name} group`]],
      [["tag", "create", `${name} tag`, "--color", "red"]],
      [["maintenance", "start", name, "--for", "1h"]],
      [["notification", "create", name, "--type", "webhook", "--config-file", "-", "--test"], config],
      [["verify", name]],
    ];
    for (const [words, input] of changing) {
      const proposal = await propose(words, input);
      expect(proposal).toMatchObject({ status: "confirmation_required", plan: { dryRun: true } });
      expect(proposal.confirm).toMatch(/^kuma .* --yes$/);
      expect(proposal.plan?.steps.length).toBeGreaterThan(0);
    }
    expect(await state()).toBe(before);
    expect(sink.alerts).toEqual([]);
  });

  test("the command that a proposal names does it", async () => {
    const { confirm, destructive } = await propose(["monitor", "pause", name]);
    expect({ confirm, destructive }).toEqual({ confirm: `kuma monitor pause '${name}' --yes`, destructive: false });
    expect(await asAgent(["monitor", "pause", name, "--yes"])).toMatchObject({ code: 0 });
    expect(JSON.parse((await user.run(["monitor", "show", name, "--json"])).stdout)).toMatchObject({ active: false });
    expect(await propose(["monitor", "delete", name])).toMatchObject({ destructive: true });
  });

  test("reading goes on as ever, a fault is a fault, and nothing is held back outside of it", async () => {
    expect(await asAgent(["monitor", "list", "--name", name, "--quiet"])).toMatchObject({ code: 0 });
    // These change something with other flags alone.
    expect((await asAgent(["verify", name, "--settings", "--json"])).stdout).toContain('"level": "settings"');
    expect((await asAgent(["doctor", "--json"])).stdout).toContain('"findings":');
    expect(await propose(["doctor", "--fix"])).toMatchObject({ confirm: "kuma doctor --fix --yes" });
    expect(await asAgent(["monitor", "pause", `${name} none`])).toMatchObject({ code: 3, stdout: "" });
    expect(await user.run(["monitor", "resume", name, "--yes"])).toMatchObject({ code: 2, stdout: "" });
    const off = { env: { ...user.env, AI_AGENT: "1", KUMA_AGENT_MODE: "0" } };
    expect(await user.run(["monitor", "resume", name], off)).toMatchObject({ code: 0 });
  });

  test("a command that cannot be tried is held back as well", async () => {
    const before = await user.run(["whoami", "--json"]);
    expect(await propose(["logout"])).toMatchObject({ command: "logout", plan: null, confirm: "kuma logout --yes" });
    const job = await propose(["run", name, "--", "touch", "/nowhere/file"]);
    expect(job.confirm).toBe(`kuma run '${name}' --yes -- touch /nowhere/file`);
    expect(await user.run(["whoami", "--json"])).toEqual(before);
  });
});
