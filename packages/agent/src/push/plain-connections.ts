import type { Socket } from "node:net";
import type { RequestLimits } from "./exchange.ts";
import { PlainConnection } from "./plain-connection.ts";
import { connectionClosed, notWanted, tooLate } from "./request-end.ts";

/** So many idle connections are kept: as many heartbeats as go at once. */
const mostIdle = 4;

/** So long all go the usual way after an answer that was not plain, in ms: something between may always answer so. */
const pauseMs = 600_000;

/** How to reach the server. */
export interface PlainConnectionsOptions {
  readonly connect: () => Socket;
  /** Of every request: lines of name and value. */
  readonly headers: string;
}

/**
 * Connections for heartbeats, by node:net: most of what an agent does is to send them and to read that they were recorded,
 * and that takes half of what node:http takes for it. Whatever is not simply recorded is sent again by node:http, which
 * knows all of HTTP, and every fault by its name.
 */
export class PlainConnections {
  readonly #options: PlainConnectionsOptions;
  readonly #idle: PlainConnection[] = [];
  readonly #closers = new Set<() => void>();
  /** Monotonic ms. */
  #notBefore = 0;
  #isClosed = false;

  constructor(options: PlainConnectionsOptions) {
    this.#options = options;
  }

  /** Whether requests are taken. */
  get isOpen(): boolean {
    return !this.#isClosed && performance.now() >= this.#notBefore;
  }

  /**
   * Asks for a path.
   *
   * @param path - with its query
   * @param limits - of all of it
   * @returns the body of a plain answer; undefined when another one came, or the server had ended a kept connection, so that
   *   it has to be asked for the usual way; rejected when no connection came about, the time was over, nobody waits any more,
   *   or the connections were closed
   */
  get(path: string, { timeoutMs, giveUp }: RequestLimits): Promise<string | undefined> {
    if (giveUp?.isCalled === true) return Promise.reject(notWanted());
    return new Promise((resolve, reject) => {
      const connection = this.#idle.pop() ?? this.#connect();
      const settle = (): void => {
        clearTimeout(timer);
        giveUp?.listen(undefined);
        this.#closers.delete(close);
      };
      const fail = (error: Error): void => {
        settle();
        connection.end();
        reject(error);
      };
      const close = (): void => fail(connectionClosed());
      const timer = setTimeout(() => fail(tooLate()), timeoutMs);
      giveUp?.listen(() => fail(notWanted()));
      this.#closers.add(close);
      connection.ask(`GET ${path} HTTP/1.1\r\n${this.#options.headers}\r\n`, (outcome) => {
        settle();
        if (outcome.kind === "other") this.#notBefore = performance.now() + pauseMs;
        if (connection.isOpen) this.#keep(connection);
        if (outcome.kind === "lost" && !connection.hasAnswered) reject(outcome.error);
        else resolve(outcome.kind === "plain" ? outcome.body : undefined);
      });
    });
  }

  /** Forgets connections that nothing is under way on. */
  dropIdle(): void {
    for (const connection of this.#idle.splice(0)) connection.end();
  }

  /** Ends all, and fails what is under way. */
  close(): void {
    this.#isClosed = true;
    this.dropIdle();
    for (const close of this.#closers) close();
  }

  #keep(connection: PlainConnection): void {
    if (this.#isClosed || this.#idle.length >= mostIdle) connection.end();
    else this.#idle.push(connection);
  }

  #connect(): PlainConnection {
    const connection = new PlainConnection(this.#options.connect(), () => {
      const at = this.#idle.indexOf(connection);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return connection;
  }
}
