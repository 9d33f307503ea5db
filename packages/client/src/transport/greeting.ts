import type { Socket } from "socket.io-client";
import { KumaConnectionError, KumaTimeoutError } from "../errors/kuma-errors.ts";
import { waitFor } from "./deadline.ts";
import type { TransportSettings } from "./transport-settings.ts";

/** A server's facts before anybody has logged in. */
export interface Greeting {
  /** It was never set up: nobody can log in yet. */
  readonly needsFirstUser: boolean;
  /** Authentication is switched off; the connection is logged in already. */
  readonly isAuthDisabled: boolean;
  /** It asked for a log-in; only servers of the 2.0 line and later do. */
  readonly asksForLogin: boolean;
  /**
   * Whom it has let in already: by the cookie of the handshake, or because authentication is switched off. Said from 3.0 on.
   */
  readonly username: string | undefined;
}

// 2.x says loginRequired last; 1.23 says only info, and autoLogin a moment later where authentication is switched off.
const graceAfterInfo = 400;
// 3.0 looks the session up in between.
const graceForSession = 5_000;

/** Listens to the first events of each connection, until the server is ready to be talked to. */
export class GreetingListener {
  readonly #socket: Socket;
  #said = new Set<string>();
  #username: string | undefined;
  #onChange: (() => void) | undefined;
  /** The question that was sent before everything else: whether it was answered. */
  #early: { isHeard: boolean } | undefined;
  /** Called when the server turns out not to have heard what was sent after `info`. */
  onUnheard: (() => void) | undefined;

  /** Attaches the listeners; to be called before the socket connects. */
  constructor(socket: Socket) {
    this.#socket = socket;
    for (const event of ["info", "setup", "loginRequired", "autoLogin"]) {
      socket.on(event, () => {
        this.#said.add(event);
        this.#onChange?.();
        if (event === "loginRequired") this.#checkEarly();
      });
    }
    socket.on("session", (username: unknown) => {
      this.#username = typeof username === "string" ? username : "";
      this.#onChange?.();
    });
    socket.on("disconnect", () => {
      this.#early = undefined;
      this.#username = undefined;
      this.#said = new Set();
      this.#onChange?.();
    });
  }

  /** What was said until now: without `needsAuthState`, the rest may come later, but before the answer to a log-in. */
  get greeting(): Greeting {
    return {
      needsFirstUser: this.#said.has("setup"),
      isAuthDisabled: this.#said.has("autoLogin"),
      asksForLogin: this.#said.has("loginRequired"),
      username: this.#username,
    };
  }

  /**
   * Waits until the server answers calls. Unless `needsAuthState` is off, it also waits until it is clear whether the
   * server wants a log-in at all. Without that, `info` is enough: every known version has attached its handlers by the
   * time that anything sent after it arrives. (In `io.on("connection")` of server/server.js nothing is awaited between
   * the two.) For a version where this is not so, there is {@link GreetingListener.onUnheard}.
   */
  wait(settings: TransportSettings, timeout: number): Promise<void> {
    return this.#wait(settings, timeout, true);
  }

  /**
   * Waits until the server has let the cookie of the handshake in, or has asked for a log-in. A server from 3.0 on says one of
   * the two, however long the look at the session takes.
   */
  waitForVerdict(settings: TransportSettings, timeout: number): Promise<void> {
    return this.#wait(settings, timeout, false);
  }

  async #wait(settings: TransportSettings, timeout: number, isInfoEnough: boolean): Promise<void> {
    const onTimeout = (): Error => this.#silence(settings, timeout);
    await waitFor<void>(
      { timeout, signal: settings.signal, what: "The connection", onTimeout },
      ({ resolve, reject }) => {
        let grace: NodeJS.Timeout | undefined;
        const afterInfo = (): void => {
          if (settings.needsAuthState || settings.cookie !== undefined) {
            grace ??= setTimeout(resolve, settings.cookie === undefined ? graceAfterInfo : graceForSession);
            return;
          }
          this.#probe();
          resolve();
        };
        const check = (): void => {
          if (!this.#socket.connected)
            reject(
              new KumaConnectionError("KUMA_CONNECTION_LOST", `${settings.url.href} closed the connection at once.`),
            );
          else if (this.#hasSettled) resolve();
          else if (isInfoEnough && this.#said.has("info")) afterInfo();
        };
        this.#onChange = check;
        check();
        return () => {
          clearTimeout(grace);
          this.#onChange = undefined;
        };
      },
    );
  }

  /** Whether it is clear if somebody has to log in. */
  get #hasSettled(): boolean {
    return this.#username !== undefined || this.#said.has("loginRequired") || this.#said.has("autoLogin");
  }

  /** Asks what any version answers to anybody, at once and in order. */
  #probe(): void {
    const early = { isHeard: false };
    this.#early = early;
    this.#socket.emit("needSetup", (isNeeded: unknown) => {
      early.isHeard = true;
      if (isNeeded === true) this.#said.add("setup");
    });
  }

  /** It listens by now at the latest: answers come in order, so that an answer to this one ends the hope for the first. */
  #checkEarly(): void {
    const early = this.#early;
    if (early === undefined || early.isHeard) return;
    this.#socket.emit("needSetup", () => {
      if (early.isHeard || early !== this.#early) return;
      early.isHeard = true;
      this.onUnheard?.();
    });
  }

  #silence(settings: TransportSettings, timeout: number): Error {
    return new KumaTimeoutError(
      "KUMA_TIMEOUT_CONNECT",
      `The socket.io server at ${settings.url.href} did not greet as Uptime Kuma does within ${timeout / 1000} s.`,
      {
        timeout,
        hint: "Check that it is an Uptime Kuma; one that has just started may need longer.",
      },
    );
  }
}
