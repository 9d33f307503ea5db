import { readdirSync, readFileSync } from "node:fs";

/** All that runs on this machine, beds included. */
export interface SeenProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** Every process whose command line holds a text. */
export function processesWith(text: string): readonly SeenProcess[] {
  return pids()
    .map((pid) => ({ pid, commandLine: read(pid, "cmdline").replaceAll("\0", " ") }))
    .filter(({ commandLine }) => commandLine.includes(text));
}

/** Looks at the arguments and the environment of all processes but this one, over and over, for secrets. */
export class SecretWatch {
  /** Where secrets were seen. */
  readonly found: string[] = [];
  /** How many processes were looked at. */
  looks = 0;
  readonly #secrets: readonly string[];
  readonly #timer = setInterval(() => this.#look(), 5);

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const pid of pids()) {
      if (pid === process.pid) continue;
      this.looks += 1;
      for (const place of ["cmdline", "environ"]) {
        const text = read(pid, place);
        if (this.#secrets.some((secret) => text.includes(secret))) this.found.push(`${place}: ${text}`);
      }
    }
  }
}

function pids(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it has ended
  }
}
