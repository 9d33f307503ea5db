import { io, type Socket } from "socket.io-client";

/** A bare connection to a server: only what the testkit itself needs, so that it does not lean on what it tests. */
export class KumaSocket {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * Connects and waits until the server takes calls.
   *
   * @param timeout - in ms
   * @param headers - of the handshake
   * @throws Error when the server did not send its first `info` in time.
   */
  static async open(url: string, timeout: number, headers: Readonly<Record<string, string>> = {}): Promise<KumaSocket> {
    const extraHeaders = { ...headers };
    const socket = io(url, { transports: ["websocket"], reconnection: false, timeout, forceNew: true, extraHeaders });
    try {
      await firstInfo(socket, timeout);
    } catch (error) {
      socket.disconnect();
      throw error;
    }
    return new KumaSocket(socket);
  }

  /** Calls an event and gives its acknowledgement. */
  async call<Answer>(event: string, ...values: readonly unknown[]): Promise<Answer> {
    return (await this.#socket.timeout(30_000).emitWithAck(event, ...values)) as Answer;
  }

  /** Calls an event whose acknowledgement is `{ ok, msg }`, and throws what the server says when it is not ok. */
  async demand<Answer extends object>(event: string, ...values: readonly unknown[]): Promise<Answer> {
    const answer = await this.call<Answer & { ok?: boolean; msg?: string }>(event, ...values);
    if (answer.ok !== true) throw new Error(`the server refused ${event}: ${answer.msg ?? JSON.stringify(answer)}`);
    return answer;
  }

  close(): void {
    this.#socket.disconnect();
  }
}

/**
 * A 2.x server attaches its handlers after `info` and then says `loginRequired` (or `autoLogin`; 3.0 says `session`); older ones say
 * nothing more, but attach them first.
 */
function firstInfo(socket: Socket, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the server did not say hello on its socket")), timeout);
    const done = (error?: Error): void => {
      clearTimeout(timer);
      if (error === undefined) resolve();
      else reject(error);
    };
    socket.once("loginRequired", () => done());
    socket.once("autoLogin", () => done());
    socket.once("session", () => done());
    socket.once("info", () => setTimeout(done, 400));
    socket.once("connect_error", done);
    socket.once("disconnect", (reason) => done(new Error(`the server hung up (${reason})`)));
  });
}
