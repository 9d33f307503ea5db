import { request, type ClientRequest, type IncomingMessage } from "node:http";
import * as z from "zod";

/** One event is not longer, in characters; what is, is passed over. */
const longestEvent = 256 * 1024;

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/** Events inside a container say nothing of its state, and health checks cause them all the time. */
const quiet =
  /^(?:exec_|attach|top|resize|export|copy|archive-path|extract-to-dir|checkpoint|history|init$|mount|unmount|cleanup)/;

/** Docker and podman say most of it twice; what is read here is in the answers of all their versions. */
const eventShape = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
});

/** Something happened to a container. */
export interface EngineEvent {
  readonly id: string;
  /** As Docker calls it: `die`, `oom`, `health_status: unhealthy`. */
  readonly action: string;
  /** Of `die`. */
  readonly exitCode?: number;
}

/** Who wants to know. */
export interface EventListener {
  readonly onEvent: (event: EngineEvent) => void;
  /** The stream stands (again), or broke: what happened meanwhile is not known. */
  readonly onGap: () => void;
}

function readEvent(line: string): EngineEvent | undefined {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { data } = eventShape.safeParse(document);
  if (data === undefined || quiet.test(data.Action)) return undefined;
  const exitCode = Number.parseInt(data.Actor.Attributes?.["exitCode"] ?? "", 10);
  return { id: data.Actor.ID, action: data.Action, ...(Number.isNaN(exitCode) ? {} : { exitCode }) };
}

/** Listens to the engine's events, and starts again when the stream ends. */
export class EventStream {
  readonly #socket: string;
  readonly #listener: EventListener;
  #outgoing: ClientRequest | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = firstRetryMs;
  #isHeard = false;
  #isStopped = false;

  /**
   * @param socket - the path of the engine's socket
   * @param listener - who wants to know
   */
  constructor(socket: string, listener: EventListener) {
    this.#socket = socket;
    this.#listener = listener;
    this.#open();
  }

  /** Ends listening. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#outgoing?.destroy();
  }

  #open(): void {
    const filters = encodeURIComponent(JSON.stringify({ type: ["container"] }));
    const outgoing = request({
      socketPath: this.#socket,
      path: `/events?filters=${filters}`,
      agent: false,
      headers: { host: "docker" },
    });
    this.#outgoing = outgoing;
    outgoing.once("response", (incoming) => this.#listen(incoming));
    outgoing.on("error", () => undefined);
    outgoing.once("close", () => this.#reopen());
    outgoing.end();
  }

  #listen(incoming: IncomingMessage): void {
    if (incoming.statusCode !== 200) {
      incoming.destroy();
      return;
    }
    this.#retryMs = firstRetryMs;
    this.#isHeard = true;
    this.#listener.onGap();
    let rest = "";
    incoming.setEncoding("utf8");
    incoming.on("error", () => undefined);
    incoming.on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > longestEvent) rest = "";
      for (const line of lines) {
        const event = readEvent(line);
        if (event !== undefined) this.#listener.onEvent(event);
      }
    });
  }

  #reopen(): void {
    if (this.#isStopped) return;
    // Once it has been listened to, an end means that the engine went.
    if (this.#isHeard) this.#listener.onGap();
    this.#isHeard = false;
    this.#timer = setTimeout(() => this.#open(), this.#retryMs);
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
  }
}
