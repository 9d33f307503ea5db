import type { Socket } from "socket.io-client";

/**
 * The newest log-in of a connection. A server from 2.0 on answers it only after it has sent every heartbeat that it has. While it does
 * that, it answers other calls late: each packet is a sign that it goes on.
 */
export class LoginProgress {
  readonly #socket: Socket;
  #answer: Promise<unknown> = Promise.resolve();
  #isUnderWay = false;

  /** Takes the connection's socket. */
  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Settles with the answer; fails with the log-in. */
  get answer(): Promise<unknown> {
    return this.#answer;
  }

  /** Notes a log-in that was sent. */
  track(answer: Promise<unknown>): void {
    this.#answer = answer;
    this.#isUnderWay = true;
    const end = (): void => {
      if (this.#answer === answer) this.#isUnderWay = false;
    };
    // Its failure belongs to the one who has sent it.
    answer.then(end, end);
  }

  /** Reports each packet of the server to who waits for another one; without `always` only during a log-in. Returns how to stop. */
  onPacket(isGoingOn: () => void, always: boolean): () => void {
    const listen = (): void => {
      if (always || this.#isUnderWay) isGoingOn();
    };
    this.#socket.onAny(listen);
    return () => this.#socket.offAny(listen);
  }
}
