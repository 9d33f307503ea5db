import { fileURLToPath } from "node:url";

import { reportFailure } from "./failure/report-failure.ts";
import { reportedExitCode } from "./exit-codes.ts";
import { hoistGlobalFlags, wantsDebug, wantsJson } from "./flags/command-line.ts";
import { interruptedExitCode, listenForInterruption } from "./interruption.ts";
import { keepSecretsFromChildren } from "./secrets/kept-secrets.ts";
import { VERSION } from "./version.ts";

/** Runs one command line and ends the process; whatever is thrown becomes a message and an exit code. */
export async function main(given: readonly string[]): Promise<void> {
  keepSecretsFromChildren();
  const argv = given[0] === "__handed" ? await handedWords() : given;
  listenForInterruption();
  // Who reads the output may go away at any time, as in `kuma monitor list | head -1`.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", leaveUnlessPipeIsClosed);
  // The library that draws the help looks at these when it is loaded, so they must be set by then.
  if (argv.includes("--no-color") || process.env["TERM"] === "dumb") process.env["NO_COLOR"] = "1";
  // The specification has relative folders ignored; oclif would make them below wherever somebody happens to be.
  for (const name of ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"])
    if (process.env[name]?.startsWith("/") === false) delete process.env[name];
  const exit = await exitCodeOf(argv);
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(exit);
}

async function exitCodeOf(argv: readonly string[]): Promise<number> {
  try {
    if (argv[0] === "__complete") return await answerShell(argv.slice(1));
    if (argv[0] === "__names") return await readNames(argv[1] ?? "");
    if (argv.length === 0) {
      const { writeFirstScreen } = await import("./first-screen.ts");
      await writeFirstScreen();
    }
    const { run } = await import("./run-oclif.ts");
    // There are no plugins; looking for some in the person's folders warns where those cannot be read.
    await run(hoistGlobalFlags(argv), { root: fileURLToPath(import.meta.url), userPlugins: false, devPlugins: false });
    return interruptedExitCode() ?? 0;
  } catch (error) {
    return (
      reportedExitCode(error) ??
      reportFailure(error, { json: wantsJson(argv), debug: wantsDebug(argv), command: "", version: VERSION })
    );
  }
}

/** Not a command: `kuma mcp` hands a command line over in a way that others cannot read. */
async function handedWords(): Promise<readonly string[]> {
  const { takeHandedCall } = await import("./mcp/handed-call.ts");
  return takeHandedCall();
}

/** Not a command: it is asked at each Tab, so it must not wait for oclif. */
async function answerShell(asked: readonly string[]): Promise<number> {
  const { complete } = await import("./completion/complete.ts");
  const { printableLines } = await import("@kumakit/text");
  process.stdout.write(printableLines(await complete(asked, new URL("../oclif.manifest.json", import.meta.url))));
  return 0;
}

/** Not a command: it reads names for the next Tab, where nobody sees it. */
async function readNames(server: string): Promise<number> {
  const names = await import("./completion/read-names.ts");
  await names.readNames(server);
  return 0;
}

function leaveUnlessPipeIsClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") process.exit(1);
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
