import type { ProvisionEvent } from "@kumakit/provision";
import { printable } from "@kumakit/text";

import { progressText, warningText } from "../agents/event-text.ts";
import { shorten } from "../output/fit-text.ts";
import { styled } from "../output/theme.ts";
import { write } from "../output/write.ts";

/** How the work on many hosts is shown on stderr. */
export interface HostsProgress {
  /** Shows an event. */
  on(event: ProvisionEvent): void;
  /** Clears the terminal's lines while something else is asked or written there. */
  pause(): void;
  /** Draws them again. */
  resume(): void;
  /** Takes them away. */
  stop(): void;
}

type Warn = (text: string) => void;

/** The present work of a host; undefined for an event that changes nothing about it. */
function stateOf(event: ProvisionEvent): string | undefined {
  if (event.kind === "look") return "Looking at the host";
  if (event.kind === "host-step" && event.step.kind !== "service") return "Working on the host";
  if (event.kind === "end") return event.ok ? "done" : "failed";
  return progressText(event);
}

/** Warnings alone: for `--quiet` and `--json`. */
export function silentHosts(warn: Warn): HostsProgress {
  return {
    on: (event) => {
      if (event.kind === "warning") warn(`${event.host}: ${warningText(event)}`);
    },
    pause: () => {},
    resume: () => {},
    stop: () => {},
  };
}

/** A table that is drawn over and over on a terminal; elsewhere a line for each change. */
export function showHosts(names: readonly string[], warn: Warn): HostsProgress {
  const isLive = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  return isLive ? new LiveTable(names, warn) : new ProgressLines(warn);
}

class ProgressLines implements HostsProgress {
  readonly #warn: Warn;
  readonly #last = new Map<string, string>();

  constructor(warn: Warn) {
    this.#warn = warn;
  }

  on(event: ProvisionEvent): void {
    if (event.kind === "warning") this.#warn(`${event.host}: ${warningText(event)}`);
    const state = stateOf(event);
    if (state === undefined || state === this.#last.get(event.host)) return;
    this.#last.set(event.host, state);
    write(`${printable(event.host)}: ${printable(state)}\n`, process.stderr);
  }

  pause(): void {}

  resume(): void {}

  stop(): void {}
}

const drawTime = 150;

class LiveTable implements HostsProgress {
  readonly #warn: Warn;
  readonly #states: Map<string, string>;
  readonly #timer = setInterval(() => this.#draw(), drawTime).unref();
  #drawn = 0;
  #pauses = 0;

  constructor(names: readonly string[], warn: Warn) {
    this.#warn = warn;
    this.#states = new Map(names.map((name) => [name, "waiting"]));
    this.#draw();
  }

  on(event: ProvisionEvent): void {
    if (event.kind === "warning") {
      this.pause();
      this.#warn(`${event.host}: ${warningText(event)}`);
      this.resume();
    }
    const state = stateOf(event);
    if (state !== undefined) this.#states.set(event.host, state);
  }

  pause(): void {
    this.#pauses += 1;
    this.#clear();
  }

  resume(): void {
    this.#pauses -= 1;
    this.#draw();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.pause();
  }

  #draw(): void {
    if (this.#pauses > 0) return;
    const { rows, columns } = process.stderr;
    const states = [...this.#states];
    const width = Math.min(40, Math.max(...states.map(([name]) => name.length)));
    // Those that are at work come first where not all have room.
    const shown = states.toSorted((one, other) => rank(one[1]) - rank(other[1])).slice(0, Math.max(1, rows - 2));
    const lines = (states.length > shown.length ? shown : states).map(([name, state]) => {
      const text = `${shorten(printable(name), width).padEnd(width)}  ${printable(state)}`;
      return styled(state === "failed" ? "error" : "faint", shorten(text, Math.max(1, columns - 1)), process.stderr);
    });
    this.#clear();
    process.stderr.write(lines.map((line) => `${line}\n`).join(""));
    this.#drawn = lines.length;
  }

  #clear(): void {
    if (this.#drawn > 0) process.stderr.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }
}

function rank(state: string): number {
  if (state === "done") return 2;
  return state === "waiting" ? 1 : 0;
}
