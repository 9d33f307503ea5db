import type { HostScript } from "../host.ts";
import { CollectedOutput, LineReader } from "../script-streams.ts";
import { MarkedStream } from "./marked-stream.ts";

/** How long the mark with the exit code can be, in bytes. */
const endLength = 128;

/** The facts about a script that runs behind a connection, read from what comes back. */
export class RemoteScript {
  /** Of the script's shell; undefined before it has started. */
  pid: number | undefined;
  /** How often sudo has asked for a password. */
  asked = 0;
  /** Whether the account's shell has run ours, as root where it was to. */
  isReady = false;
  readonly #mark: string;
  readonly #prompt: string | undefined;
  readonly #listener: RemoteScriptListener;
  readonly #output = new CollectedOutput();
  readonly #complaint = new CollectedOutput();
  readonly #out: MarkedStream;
  readonly #ready: MarkedStream;
  readonly #start: MarkedStream;
  #tail = Buffer.alloc(0);

  constructor(mark: string, prompt: string | undefined, listener: RemoteScriptListener) {
    this.#mark = mark;
    this.#prompt = prompt;
    this.#listener = listener;
    const { onLine } = listener;
    const lines = onLine === undefined ? undefined : new LineReader(onLine);
    this.#out = new MarkedStream(
      mark,
      (pid) => this.#started(Number(pid)),
      (chunk) => {
        this.#output.add(chunk);
        lines?.add(chunk);
      },
    );
    this.#start = new MarkedStream(
      `${mark} start`,
      () => undefined,
      (chunk) => this.#complaint.add(chunk),
    );
    this.#ready = new MarkedStream(
      `${mark} ready`,
      () => this.#isNowReady(),
      (chunk) => this.#start.add(chunk),
    );
  }

  addOutput(chunk: Buffer): void {
    this.#out.add(chunk);
  }

  addComplaint(chunk: Buffer): void {
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-endLength);
    this.#ready.add(chunk);
    if (this.#prompt === undefined || this.isReady) return;
    const asked = this.#ready.noise.split(this.#prompt).length - 1;
    if (asked === this.asked) return;
    this.asked = asked;
    this.#listener.onPrompt();
  }

  /** Its exit code; undefined when the connection ended before it. */
  get code(): number | undefined {
    const found = new RegExp(`\n${this.#mark} (\\d+)\n$`).exec(this.#tail.toString("latin1"));
    return found === null ? undefined : Number(found[1]);
  }

  get output(): Buffer {
    return this.#output.all();
  }

  /** What the script complained of. */
  get complaint(): string {
    return this.#withoutEnd(this.#complaint.all().toString("utf8"));
  }

  /** What others said before it ran: ssh, sudo, the account's shell. */
  get noise(): string {
    const said = this.#withoutEnd(this.isReady ? this.#start.noise : this.#ready.noise);
    const all = `${this.pid === undefined ? this.#out.noise : ""}\n${said}`;
    return this.#prompt === undefined ? all : all.replaceAll(this.#prompt, "");
  }

  #withoutEnd(text: string): string {
    const end = text.lastIndexOf(`\n${this.#mark} `);
    return end === -1 ? text : text.slice(0, end);
  }

  #started(pid: number): void {
    this.pid = pid;
    this.#listener.onStart();
  }

  #isNowReady(): void {
    this.isReady = true;
    this.#listener.onReady();
  }
}

/** Learns of a script behind a connection. */
export interface RemoteScriptListener extends Pick<HostScript, "onLine"> {
  /** sudo asks for the password. */
  onPrompt(): void;
  /** The shell reads its input. */
  onReady(): void;
  /** The script itself runs. */
  onStart(): void;
}
