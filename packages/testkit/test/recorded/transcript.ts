import { setTimeout as sleep } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import type { CallStep, RequestStep, Step } from "./step.ts";
import { masked, maskedEvent } from "./masked.ts";

type Event = readonly unknown[];

/** The messages that a client got during one step. */
interface Received {
  /** Before the answer; everything for the client that did not call. */
  readonly before?: readonly Event[];
  readonly after?: readonly Event[];
  /** Heartbeats and what comes with them: they come in their order, but on their own time. */
  readonly live?: readonly Event[];
}

/** One step and what came of it. */
export interface Entry {
  readonly step: string;
  readonly answer?: unknown;
  readonly first?: Received;
  readonly second?: Received;
}

/** Lists that are read side by side, so that their order is not the same twice. */
const sideBySide = new Set(
  "maintenanceList info notificationList proxyList dockerHostList apiKeyList remoteBrowserList monitorTypeList".split(
    " ",
  ),
);
const answerMark = "<answer>";

class RecordedClient {
  readonly #socket: Socket;
  #events: Event[] = [];

  constructor(url: string) {
    this.#socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true });
    this.#socket.onAny((...event: unknown[]) => this.#events.push(event));
    this.#socket.on("disconnect", (reason) => this.#events.push(["<disconnected>", reason]));
  }

  async greeted(): Promise<void> {
    const isGreeted = (): boolean => this.#events.some(([event]) => event === "loginRequired" || event === "autoLogin");
    for (let tries = 0; tries < 200 && !isGreeted(); tries += 1) await sleep(25);
    if (!isGreeted()) throw new Error("the server did not greet");
  }

  async call({ call, with: values = [], unanswered, times = 1 }: CallStep): Promise<unknown> {
    const once = (): Promise<unknown> =>
      new Promise((resolve) => {
        this.#socket.timeout(unanswered ?? 15_000).emit(call, ...values, (error: unknown, answer: unknown) => {
          this.#events.push([answerMark]);
          resolve(error === null ? answer : "<none>");
        });
      });
    if (times === 1) return await once();
    const answers = new Set<string>();
    for (let calls = 0; calls < times && answers.size < 2; calls += 1) answers.add(JSON.stringify(await once()));
    return [...answers].map((text) => JSON.parse(text) as unknown);
  }

  /** What came since the last time. */
  take(): Received | undefined {
    const events = this.#events;
    this.#events = [];
    return received(events);
  }

  close(): void {
    this.#socket.disconnect();
    this.#events = [];
  }
}

function received(events: readonly Event[]): Received | undefined {
  const hasBeats = events.some(([event]) => event === "heartbeat");
  const isLive = ([event]: Event): boolean =>
    event === "heartbeat" || event === "avgPing" || event === "uptime" || (hasBeats && event === "maintenanceList");
  const others = events.filter((event) => !isLive(event));
  const answered = others.findIndex(([event]) => event === answerMark);
  const [before, after] = answered === -1 ? [others, []] : [others.slice(0, answered), others.slice(answered)];
  const parts = {
    before: settled(before),
    after: settled(after.filter(([event]) => event !== answerMark)),
    live: byMonitor(events.filter(isLive)),
  };
  const kept = Object.entries(parts).filter(([, part]) => part.length > 0);
  return kept.length === 0 ? undefined : Object.fromEntries(kept.map(([name, part]) => [name, part.map(maskedEvent)]));
}

/** Sorts the rows that the server reads side by side, and beats in the order of their monitors. */
function settled(events: readonly Event[]): readonly Event[] {
  const result: Event[] = [];
  let run: Event[] = [];
  const endRun = (): void => {
    result.push(...run.toSorted(([a], [b]) => String(a).localeCompare(String(b))));
    run = [];
  };
  for (const event of events) {
    if (sideBySide.has(String(event[0]))) run.push(event);
    else {
      endRun();
      result.push(event);
    }
  }
  endRun();
  return byMonitor(result);
}

function byMonitor(events: readonly Event[]): readonly Event[] {
  const lists = new Set(["heartbeatList", "avgPing", "uptime"]);
  const first = events.findIndex(([event]) => lists.has(String(event)));
  if (first === -1) return events;
  const length = events.slice(first).findIndex(([event]) => !lists.has(String(event)));
  const end = length === -1 ? events.length : first + length;
  const sorted = events.slice(first, end).toSorted(([, a], [, b]) => Number(a) - Number(b));
  return [...events.slice(0, first), ...sorted, ...byMonitor(events.slice(end))];
}

/** How a server is asked. */
export interface Conversation {
  readonly url: string;
  /** How long to wait after each step for what else arrives, in ms. */
  readonly settle: number;
  /** Whether nothing but the time of a server's own checks has to be waited for longer, which a double keeps too. */
  readonly isQuick?: boolean;
}

/** Asks a server everything, and writes down what it answers and sends. */
export async function transcriptOf(
  { url, settle, isQuick = false }: Conversation,
  chapters: Readonly<Record<string, readonly Step[]>>,
): Promise<Readonly<Record<string, readonly Entry[]>>> {
  const clients: { first?: RecordedClient; second?: RecordedClient } = {};
  const play = async (step: Step): Promise<unknown> => {
    if ("request" in step) return await request(url, step);
    if ("call" in step) return await clients[step.by ?? "first"]?.call(step);
    if (step.disconnect !== undefined) clients[step.disconnect]?.close();
    if (step.connect === undefined) return undefined;
    clients[step.connect]?.close();
    const client = new RecordedClient(url);
    clients[step.connect] = client;
    await client.greeted();
    return undefined;
  };
  const record = async (step: Step): Promise<Entry> => {
    const answer = await play(step);
    const own = "settle" in step && !(isQuick && "request" in step) ? step.settle : undefined;
    await sleep(own ?? settle);
    const [first, second] = [clients.first?.take(), clients.second?.take()];
    return {
      step: JSON.stringify({ ...step, settle: undefined }),
      ...(answer === undefined ? {} : { answer: masked(answer) }),
      ...(first === undefined ? {} : { first }),
      ...(second === undefined ? {} : { second }),
    };
  };
  const transcript: Record<string, Entry[]> = {};
  try {
    for (const [chapter, steps] of Object.entries(chapters)) {
      const entries: Entry[] = [];
      transcript[chapter] = entries;
      await clearOfEnds();
      for (const step of steps) entries.push(await record(step));
    }
    return JSON.parse(JSON.stringify(transcript)) as typeof transcript;
  } finally {
    clients.first?.close();
    clients.second?.close();
  }
}

/**
 * Means are kept by the minute: a chapter that goes over the end of one hears of other means. A maintenance of whole
 * days ends a minute before midnight.
 */
async function clearOfEnds(): Promise<void> {
  const ofMinute = 60_000 - (Date.now() % 60_000);
  const ofDay = 86_400_000 - (Date.now() % 86_400_000);
  if (ofDay < 70_000) await sleep(ofDay + 50);
  else if (ofMinute < 10_000) await sleep(ofMinute + 50);
}

async function request(url: string, { request: path, method = "GET", basic }: RequestStep): Promise<unknown> {
  const headers = basic && { authorization: `Basic ${Buffer.from(basic.join(":")).toString("base64")}` };
  const response = await fetch(`${url}${path}`, { method, redirect: "manual", ...(headers && { headers }) });
  const type = response.headers.get("content-type");
  const whole = await response.text();
  const text = path === "/metrics" ? ofMonitors(whole) : whole;
  return {
    status: response.status,
    type,
    ...(response.headers.has("location") ? { location: response.headers.get("location") } : {}),
    body: type?.startsWith("text/html") === true ? "<page>" : text,
  };
}

/** Those metrics that are not of the process; which lines of the others there are depends on what was asked before. */
function ofMonitors(text: string): string {
  const lines = text.split("\n");
  return lines.filter((line) => /^(# \w+ )?(monitor_|app_version)/.test(line) || !/[{#]|^$|\d$/.test(line)).join("\n");
}
