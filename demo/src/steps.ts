import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import type { AlertSink, KumaServer, TempHome } from "@kumakit/testkit";
import type { DemoHost } from "./demo-host.ts";
import { demoInterval } from "./demo-service.ts";
import type { KumaBinary } from "./kuma-binary.ts";
import { explain, say, type DemoEvent } from "./narration.ts";

const monitorName = "demo/kumakit-demo";

/** Everything that the steps work on. */
export interface DemoParts {
  readonly server: KumaServer;
  readonly sink: AlertSink;
  readonly home: TempHome;
  readonly host: DemoHost;
  readonly kuma: KumaBinary;
  readonly signal: AbortSignal;
}

/** Does what a user does, from the login to the recovery alert, and hands back what happened with its times. */
export async function runSteps(parts: DemoParts): Promise<readonly DemoEvent[]> {
  const { host, signal } = parts;
  const token = await setUpMonitor(parts);
  const tokenFile = join(parts.home.folder, "push-token");
  await writeFile(tokenFile, token, { mode: 0o600 });

  say("Starting the service to watch");
  await host.startService();
  const installing = performance.now();
  await host.installAgent(parts.kuma, { serverUrl: parts.server.url, tokenFile });
  await firstUp(parts);
  const firstUpTook = performance.now() - installing;
  say("Kuma shows the monitor UP");
  signal.throwIfAborted();

  say("Killing the service (SIGKILL)");
  const down = await timedAlert(parts, "down", () => host.killService());
  say("Starting the service again");
  const up = await timedAlert(parts, "up", () => host.startService());
  return [
    { what: "agent install to first UP in Kuma", took: milliseconds(firstUpTook) },
    { what: "service killed to DOWN alert received", took: milliseconds(down) },
    { what: "service started to UP alert received", took: milliseconds(up) },
  ];
}

async function setUpMonitor({ server, sink, home, kuma }: DemoParts): Promise<string> {
  const { username, password } = server.admin ?? { username: "", password: "" };
  const passwordFile = join(home.folder, "admin-password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await kuma.run(["login", server.url, "--username", username, "--password-file", passwordFile]);

  const webhook = JSON.stringify({ webhookURL: sink.url, webhookContentType: "json" });
  await kuma.run(["notification", "create", "demo-chat", "--type", "webhook", "--config-file", "-"], {
    input: webhook,
    shownAs: "kuma notification create demo-chat --type webhook --config-file - < webhook.json",
  });
  const flags = ["--interval", String(demoInterval), "--notify", "demo-chat"];
  const created = await kuma.run(["monitor", "create", monitorName, ...flags, "--json"]);
  const { pushUrl } = JSON.parse(created) as { pushUrl: string };
  return new URL(pushUrl).pathname.split("/").at(-1) ?? "";
}

async function firstUp({ kuma, signal }: DemoParts): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    const shown = JSON.parse(await kuma.run(["monitor", "show", monitorName, "--json"], { quiet: true })) as {
      status: string;
    };
    if (shown.status === "up") return;
    await sleep(200);
  }
  throw new Error("Kuma showed no UP within 30 s");
}

async function timedAlert(parts: DemoParts, status: "down" | "up", act: () => Promise<void>): Promise<number> {
  const before = Date.now();
  await act();
  const alert = await parts.sink.waitFor((received) => received.status === status && received.at >= before, {
    timeout: (parts.host.noticedWithin + 10) * 1000,
  });
  parts.signal.throwIfAborted();
  const took = alert.at - before;
  say(`ALERT after ${milliseconds(took)}:`);
  explain(alert.text);
  return took;
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}
