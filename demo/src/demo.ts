/**
 * `npm run demo`: the main job on real parts. Starts a private Uptime Kuma and an alert sink, then does what a user does
 * with the real `kuma` binary, kills the watched service and shows when the alert arrives.
 *
 *   --keep   leave Kuma running at the end, until Ctrl-C
 */
import { startAlertSink, startKuma, makeTempHome } from "@kumakit/testkit";
import { CleanUps } from "./clean-ups.ts";
import { chooseDemoHost } from "./choose-demo-host.ts";
import { explain, printTable, say } from "./narration.ts";
import { KumaBinary } from "./kuma-binary.ts";
import { runSteps } from "./steps.ts";

const cleanUps = new CleanUps();
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => interrupted.abort(new Error(signal === "SIGINT" ? "interrupted" : "terminated")));
}

try {
  process.exitCode = await demo(process.argv.includes("--keep"), interrupted.signal);
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
} finally {
  say("Cleaning up");
  await cleanUps.run();
}

async function demo(keep: boolean, signal: AbortSignal): Promise<number> {
  say("Starting a private Uptime Kuma on loopback (real server, npm release)");
  const server = cleanUps.add(await startKuma());
  signal.throwIfAborted();
  say(`Uptime Kuma runs at ${server.url}`);
  const sink = cleanUps.add(await startAlertSink());
  const home = makeTempHome();
  cleanUps.add({ [Symbol.asyncDispose]: async () => home.dispose() });
  const host = cleanUps.add(await chooseDemoHost(home));
  explain(`The watched service runs in ${host.title}.`);
  for (const line of host.leavesOut) explain(`LEFT OUT: ${line}`);

  const kuma = new KumaBinary(home, signal);
  const events = await runSteps({ server, sink, home, host, kuma, signal });
  printTable(events);
  if (keep) await keepRunning(server, signal);
  return 0;
}

async function keepRunning(server: Awaited<ReturnType<typeof startKuma>>, signal: AbortSignal): Promise<void> {
  console.log(`\nLook at the monitor: ${server.url}/dashboard`);
  console.log(
    `User ${server.admin?.username ?? "?"}, password ${server.admin?.password ?? "?"} (this server only, gone afterwards).`,
  );
  console.log("Kuma runs until you press Ctrl-C.");
  await new Promise<void>((resolve) => {
    // The listener alone would not keep the process alive.
    const alive = setInterval(() => {}, 60_000);
    const stop = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
