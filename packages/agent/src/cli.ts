import { loadConfigAside } from "./cli/config-process.ts";
import { main } from "./cli/main.ts";

const stop = new AbortController();
// A job that is run takes over the signals itself; whatever else does not go on by itself is ended by them as any program is.
const goesOn = process.argv[2] !== "exec" && process.argv.includes("run");
for (const signal of goesOn ? (["SIGINT", "SIGTERM"] as const) : []) {
  // A second one finds no listener and ends the process at once.
  process.once(signal, () => stop.abort());
}

// A reader that goes away, such as `kuma-agent status | head -1`, causes no error.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

// Of the command `kuma`: nothing that runs here has a use for them.
for (const name of ["KUMA_PASSWORD", "KUMA_TOTP_SECRET"]) delete process.env[name];

const environment = { ...process.env };
// Meant for the agent alone: a command that it runs as a check must not speak to systemd in its name.
for (const name of ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"]) delete process.env[name];

async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), {
    environment,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    loadConfig: loadConfigAside,
    signal: stop.signal,
    onReload: (listener) => {
      // In a terminal SIGHUP says that the terminal is gone, and ends the program as it ends any other.
      if (!process.stdin.isTTY) process.on("SIGHUP", listener);
    },
  });
}

// Not awaited here: the agent as one file with Node is a CommonJS module.
void run();
