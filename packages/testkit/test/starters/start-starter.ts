import { fileURLToPath } from "node:url";
import { startCommand, type RunningCommand } from "@kumakit/testkit";

/** Runs one of the scripts of this folder in another Node, and waits until it says `up …`; returns those words. */
export async function startStarter(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ running: RunningCommand; words: readonly string[] }> {
  const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const running = startCommand([process.execPath, "--import", here("typescript-loader.mjs"), here(name)], { env });
  await running.waitForText(/up .*\n/u, 30_000);
  const words = /up (.*)\n/u.exec(running.output())?.[1] ?? "";
  return { running, words: words.split(" ") };
}
