import { existsSync, readFileSync, readdirSync } from "node:fs";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { runCommand } from "@kumakit/testkit";
import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import type { KumaUser } from "../support/kuma-user.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";
import { closedPort, silentListener } from "../support/loopback.ts";

const name = `kumakit-test-${process.pid} mcp`;

/** An AI program that is connected to `kuma mcp`, and all that disturbed the protocol. */
interface Connected extends AsyncDisposable {
  readonly client: Client;
  readonly disturbances: readonly string[];
  readonly pid: number;
  call(tool: string, given?: Record<string, unknown>): Promise<CallToolResult>;
}

async function connectTo(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Connected> {
  const args = [KUMA, "mcp", ...words];
  const transport = new StdioClientTransport({ command: process.execPath, args, env, stderr: "pipe" });
  const client = new Client({ name: "test", version: "1" });
  const disturbances: string[] = [];
  // oxlint-disable-next-line prefer-add-event-listener -- it is not an event target
  client.onerror = (error) => disturbances.push(error.message);
  transport.stderr?.on("data", (chunk: Buffer) => disturbances.push(chunk.toString()));
  await client.connect(transport);
  // The client holds each result to the schema of its tool once it knows these.
  await client.listTools();
  return {
    client,
    disturbances,
    pid: transport.pid ?? 0,
    call: async (tool, given = {}) => (await client.callTool({ name: tool, arguments: given })) as CallToolResult,
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** The processes that a process has started. */
function childrenOf(pid: number): readonly number[] {
  const all = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const parentOf = (one: string): string | undefined => {
    try {
      return /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${one}/status`, "utf8"))?.[1];
    } catch {
      // It has ended meanwhile.
      return undefined;
    }
  };
  return all.filter((one) => parentOf(one) === String(pid)).map(Number);
}

/** The words and the environment of a process. */
function seenByOthers(pid: number): string {
  return ["cmdline", "environ"].map((file) => readFileSync(`/proc/${pid}/${file}`, "utf8")).join("");
}

/** The error in a result, as commands print it with `--json`. */
function errorIn({ isError, content }: CallToolResult): unknown {
  const [first] = content;
  return isError === true && first?.type === "text" ? (JSON.parse(first.text) as { error: unknown }).error : undefined;
}

describe.each(kumaServers())("kuma mcp on $label", (server) => {
  let user: KumaUser;
  let reader: Connected;
  let changer: Connected;
  const active = async (): Promise<boolean | undefined> => {
    await using client = await clientOf(user);
    return (await client.monitors.list()).find((one) => one.name === name)?.active;
  };
  const planFor = async (tool: string, given: Record<string, unknown>): Promise<string> => {
    const { structuredContent, isError } = await changer.call(tool, given);
    expect({ structuredContent, isError }).toMatchObject({
      isError: undefined,
      structuredContent: { status: "confirmation_required", plan: { dryRun: true }, planToken: expect.any(String) },
    });
    return String(structuredContent?.["planToken"]);
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    await user.run(["monitor", "create", name, "--no-notify"]);
    [reader, changer] = await Promise.all([connectTo([], user.env), connectTo(["--allow-changes"], user.env)]);
  });
  afterAll(async () => {
    await Promise.all([reader.client.close(), changer.client.close()]);
    await user.run(["monitor", "delete", name, "--yes"]);
    user[Symbol.dispose]();
  });

  test("reading tools alone are listed, unless changes are allowed", async () => {
    const { tools } = await reader.client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(expect.arrayContaining(["status", "monitor_list", "monitor_show"]));
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
    const more = (await changer.client.listTools()).tools;
    expect(more.find((tool) => tool.name === "monitor_delete")?.annotations).toMatchObject({ destructiveHint: true });
  });

  test("a tool that reads gives what --json prints", async () => {
    const { structuredContent } = await reader.call("monitor_list", { name });
    expect(structuredContent).toMatchObject({ result: [{ name, type: "push" }] });
    const shown = await reader.call("monitor_show", { monitor: name });
    expect(shown.structuredContent).toMatchObject({ result: { name, active: true } });
    expect(JSON.parse((shown.content[0] as { text: string }).text)).toEqual(shown.structuredContent);
  });

  test("a failure is a result with the code, the hint and the words of the command", async () => {
    const missing = await reader.call("monitor_show", { monitor: `${name} none` });
    expect(errorIn(missing)).toMatchObject({ code: "KUMA_NOT_FOUND", exit: 3, hint: expect.any(String) });
    await expect(reader.call("monitor_shw")).rejects.toThrow(/Did you mean .*monitor_show/);
  });

  test("a change is refused where changes are not allowed", async () => {
    const refused = await reader.call("monitor_pause", { monitor: [name] });
    expect(errorIn(refused)).toMatchObject({ code: "KUMA_CHANGES_NOT_ALLOWED", exit: 6 });
    expect(await active()).toBe(true);
  });

  test("a command that can change something and only reads with these flags is served, and refused with others", async () => {
    const settings = await reader.call("verify", { monitor: [name], settings: true });
    expect(settings.structuredContent).toMatchObject({ status: "done" });
    const proof = await reader.call("verify", { monitor: [name] });
    expect(errorIn(proof)).toMatchObject({ code: "KUMA_CHANGES_NOT_ALLOWED" });
  });

  test("a change shows its plan, and its token carries it out once", async () => {
    const given = { monitor: [name] };
    const planToken = await planFor("monitor_pause", given);
    expect(await active()).toBe(true);
    const [first, second] = await Promise.all([
      changer.call("monitor_pause", { ...given, planToken }),
      changer.call("monitor_pause", { ...given, planToken }),
    ]);
    expect(first.structuredContent).toMatchObject({ status: "done", result: { name, active: false } });
    expect(errorIn(second)).toMatchObject({ code: "KUMA_PLAN_TOKEN_REFUSED", exit: 6 });
    expect(await active()).toBe(false);
    const again = await planFor("monitor_resume", given);
    expect((await changer.call("monitor_resume", { ...given, planToken: again })).isError).toBeUndefined();
    expect(await active()).toBe(true);
  });

  test("a token is refused for other arguments and another tool, and so is one that was made up", async () => {
    const planToken = await planFor("monitor_pause", { monitor: [name] });
    for (const [tool, given] of [
      ["monitor_pause", { monitor: [name], for: "2h" }],
      ["monitor_resume", { monitor: [name] }],
      ["monitor_delete", { monitor: [name] }],
    ] as const)
      expect(errorIn(await changer.call(tool, { ...given, planToken }))).toMatchObject({
        code: "KUMA_PLAN_TOKEN_REFUSED",
      });
    const made = await changer.call("monitor_delete", { monitor: [name], planToken: "../../x" });
    expect(errorIn(made)).toMatchObject({ code: "KUMA_PLAN_TOKEN_REFUSED" });
    expect(await active()).toBe(true);
  });

  test("a plan that has become another one is shown again instead of carried out", async () => {
    const given = { monitor: [name] };
    const planToken = await planFor("monitor_pause", given);
    await user.run(["monitor", "pause", name]);
    const { structuredContent } = await changer.call("monitor_pause", { ...given, planToken });
    expect(structuredContent).toMatchObject({
      status: "confirmation_required",
      reason: expect.stringContaining("changed"),
    });
    await user.run(["monitor", "resume", name]);
  });

  test("hostile arguments stay values", async () => {
    const monitor = ["--yes", "-y", "$(touch /tmp/x)", "\u0000", "../../etc/passwd", "\u202Eweb"];
    for (const one of monitor) {
      const result = await changer.call("monitor_delete", { monitor: [one] });
      expect(errorIn(result)).toMatchObject({ code: expect.stringMatching(/^KUMA_(?:NOT_FOUND|USAGE)$/) });
    }
    const config = JSON.stringify({ webhookURL: "hunter2", nonsense: "hunter2" });
    const secret = await changer.call("notification_create", { name: "x", type: "webhook", "config-file": config });
    expect(JSON.stringify(secret)).not.toContain("hunter2");
    expect(await active()).toBe(true);
  });

  test("a password in the environment reaches the commands", async () => {
    const { KUMA_PASSWORD: _, ...env } = user.env;
    const login = { KUMA_SERVER: server.url, KUMA_USERNAME: server.username, KUMA_PASSWORD: server.password };
    await using visitor = await connectTo([], { ...env, XDG_CONFIG_HOME: "/nonexistent", ...login });
    expect((await visitor.call("whoami")).structuredContent).toMatchObject({ result: { username: server.username } });
  });

  test("nothing has disturbed the protocol", () => {
    expect([reader.disturbances, changer.disturbances]).toEqual([[], []]);
  });
});

describe("kuma mcp without a server", () => {
  const lines = (messages: readonly unknown[]): string => messages.map((one) => `${JSON.stringify(one)}\n`).join("");
  const hello = {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } },
  };

  test("a server that is away is a result, and the next call is answered", async () => {
    const env = { KUMA_USERNAME: "admin", KUMA_PASSWORD: "secret", PATH: process.env["PATH"] ?? "" };
    await using connected = await connectTo(["--server", await closedPort()], env);
    expect(errorIn(await connected.call("status"))).toMatchObject({ exit: 5 });
    expect((await connected.call("version")).structuredContent).toMatchObject({
      result: { version: expect.any(String) },
    });
    expect(connected.disturbances).toEqual([]);
  });

  test("a command that runs shows no secret to others, and ends with stdin", async () => {
    await using listener = await silentListener();
    const env = { KUMA_USERNAME: "admin", KUMA_PASSWORD: "hunter2", PATH: process.env["PATH"] ?? "" };
    const connected = await connectTo(["--server", listener.url], env);
    const call = connected.call("status").catch(() => "ended");
    await listener.connected;
    const running = childrenOf(connected.pid);
    expect(running).toHaveLength(1);
    for (const pid of running) expect(seenByOthers(pid)).not.toMatch(/hunter2|status/);
    await connected.client.close();
    expect(await call).toBe("ended");
    await vi.waitFor(() => expect(running.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]), 10_000);
  });

  test("only answers of the protocol leave through stdout, whatever comes in", async () => {
    const input = `not json\n{"jsonrpc":"2.0","id":9}\n${lines([hello])}[]\n\u0000\n`;
    const { stdout, stderr, code } = await runCommand([process.execPath, KUMA, "mcp"], { input });
    expect(code).toBe(0);
    for (const line of stdout.trim().split("\n")) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0", id: 1 });
    expect(stderr).not.toContain("not json");
  });

  test.each([["--json"], ["--quiet"], ["--output=yaml"], ["--topic=nothing"]])("%s is refused", async (flag) => {
    const { stdout, code } = await runCommand([process.execPath, KUMA, "mcp", flag]);
    expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  });
});
