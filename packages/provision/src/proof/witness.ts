import { isKumaError, type KumaClient } from "@kumakit/client";
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";

/** How long the server may take to reach this machine, in ms; behind a firewall it never does. */
const reachPatience = 3000;

/** The bytes of an alert that are read at most. */
const longestAlert = 65_536;

/** A message of the server, as it came in. */
interface Call {
  readonly status: "up" | "down" | "other";
  /** By the clock of `performance.now()`, in ms. */
  readonly at: number;
}

/**
 * A channel for the time of a proof: a webhook that the server calls on this machine. The server goes through its channels in the order
 * of their ids (server/model/monitor.js, `sendNotification`), so that a new one is called last, after every other was.
 */
export class Witness implements AsyncDisposable {
  readonly #server: Server;
  readonly #path = `/${randomBytes(16).toString("hex")}`;
  readonly #calls: Call[] = [];
  #heard = (): void => {};
  #url = "";

  private constructor() {
    this.#server = createServer((request, response) => {
      // A sender that goes away in the middle has sent nothing.
      void this.#take(request)
        .catch(() => {})
        .finally(() => response.end("ok"));
    });
  }

  /** Listens where the server can reach this machine. @returns undefined when it cannot */
  static async open(client: KumaClient): Promise<Witness | undefined> {
    const address = await ownAddress(new URL(client.server.url));
    if (address === undefined) return undefined;
    const witness = new Witness();
    if ((await witness.#listens(address)) && (await witness.#isReached(client))) return witness;
    await witness[Symbol.asyncDispose]();
    return undefined;
  }

  /** The settings of a notification that calls this witness. */
  get input() {
    return {
      type: "webhook",
      name: "kumakit witness of a proof",
      webhookURL: this.#url,
      webhookContentType: "json",
      kumakit: { witness: Date.now() },
    };
  }

  /**
   * When the server sent that a monitor is so, by `performance.now()`.
   *
   * @param patience - in ms
   * @returns undefined when it does not within that time, or until `signal` aborts
   */
  async seen(status: "up" | "down", patience: number, signal?: AbortSignal): Promise<number | undefined> {
    const find = (): number | undefined => this.#calls.find((call) => call.status === status)?.at;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#heard = () => {};
        signal?.removeEventListener("abort", end);
        resolve(find());
      };
      const timer = setTimeout(end, patience);
      signal?.addEventListener("abort", end);
      this.#heard = () => {
        if (find() !== undefined) end();
      };
      this.#heard();
    });
  }

  /** @returns whether this machine lets it; a proof goes on without a witness */
  async #listens(address: string): Promise<boolean> {
    const isListening = await new Promise<boolean>((resolve) => {
      this.#server.once("error", () => resolve(false));
      this.#server.listen(0, address, () => resolve(true));
    });
    if (!isListening) return false;
    const { port } = this.#server.address() as AddressInfo;
    this.#url = `http://${address.includes(":") ? `[${address}]` : address}:${port}${this.#path}`;
    return true;
  }

  async #isReached(client: KumaClient): Promise<boolean> {
    try {
      await client.notifications.test(this.input, { timeout: reachPatience });
    } catch (error) {
      if (!isKumaError(error)) throw error;
    }
    return this.#calls.length > 0;
  }

  async #take(request: IncomingMessage): Promise<void> {
    const at = performance.now();
    if (request.url !== this.#path) return;
    let text = "";
    for await (const chunk of request) {
      text += String(chunk);
      if (text.length > longestAlert) return;
    }
    this.#calls.push({ at, status: statusIn(text) });
    this.#heard();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The status in what the webhook provider sends: server/notification-providers/webhook.js. */
function statusIn(text: string): Call["status"] {
  try {
    const { heartbeat } = JSON.parse(text) as { readonly heartbeat?: { readonly status?: unknown } | null };
    if (heartbeat?.status === 0) return "down";
    return heartbeat?.status === 1 ? "up" : "other";
  } catch {
    return "other";
  }
}

/** The address of this machine on the way to a server; undefined when it cannot be reached directly. */
async function ownAddress({ protocol, hostname, port }: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = hostname.replaceAll(/[[\]]/g, "");
    const socket = connect({ host, port: Number(port) || (protocol === "https:" ? 443 : 80), timeout: reachPatience });
    const end = (address: string | undefined): void => {
      socket.destroy();
      resolve(address);
    };
    socket.once("connect", () => end(socket.localAddress));
    socket.once("error", () => end(undefined));
    socket.once("timeout", () => end(undefined));
  });
}
