import { spawn } from "node:child_process";

import { readVariable } from "../environment.ts";
import { fitForStream } from "./write.ts";

/**
 * Shows a text of several screens in the person's pager, and writes any other to stdout. Only a terminal is paged.
 *
 * KUMA_PAGER goes before PAGER, and both before less; `cat` and an empty value mean none.
 */
export async function page(given: string): Promise<void> {
  const text = fitForStream(given, process.stdout);
  const pager = readVariable("KUMA_PAGER") ?? process.env["PAGER"] ?? "less";
  const { isTTY, rows } = process.stdout;
  const isLong = isTTY && text.split("\n").length >= rows;
  if (isLong && pager.trim() !== "" && pager !== "cat" && (await wasShown(pager, text))) return;
  process.stdout.write(text);
}

/** @returns false when there is no such pager */
function wasShown(pager: string, text: string): Promise<boolean> {
  // Less is to pass colours on, to leave the text on the screen, and to end at once where it is short after all.
  const env = { LESS: "FRX", LV: "-c", ...process.env };
  return new Promise((resolve) => {
    // The variable holds a command line of the person's own, with words and options, as it does for git and man.
    const child = spawn("/bin/sh", ["-c", pager], { stdio: ["pipe", "inherit", "inherit"], env });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code !== NOT_FOUND));
    // Who leaves the pager early closes the pipe.
    child.stdin.on("error", () => {});
    child.stdin.end(text);
  });
}

/** The exit code of a shell when there is no such command. */
const NOT_FOUND = 127;
