import { styleText } from "node:util";

const started = performance.now();

/** Prints what happens now, with the seconds since the start. */
export function say(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`${paint("dim", `[${seconds} s]`)} ${text}`);
}

/** Prints a line that belongs to the one above it. */
export function explain(text: string): void {
  console.log(`          ${text}`);
}

/** Prints a command line before it runs. */
export function showCommand(line: string): void {
  console.log(`\n${paint("bold", `$ ${line}`)}`);
}

/** One row of the closing table. */
export interface DemoEvent {
  readonly what: string;
  readonly took: string;
}

/** Prints what happened and how long each took. */
export function printTable(events: readonly DemoEvent[]): void {
  const width = Math.max(...events.map((event) => event.what.length));
  console.log(`\n${paint("bold", "What happened")}`);
  for (const { what, took } of events) console.log(`  ${what.padEnd(width)}  ${took}`);
}

function paint(style: "dim" | "bold", text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
