import { KumaAbortedError } from "../errors/kuma-aborted-error.ts";
import { KumaAuthError } from "../errors/kuma-auth-error.ts";
import { waitFor } from "../transport/deadline.ts";

/** Gives the six-digit code that is valid now. */
export type TotpCallback = () => string | Promise<string>;

const step = 30_000;
const slack = 300;

function untilNextStep(signal: AbortSignal | undefined): Promise<void> {
  const timeout = step - (Date.now() % step) + slack;
  const onTimeout = (): Error => new KumaAbortedError("The log-in");
  return waitFor<void>({ timeout: timeout + step, signal, what: "The log-in", onTimeout }, ({ resolve }) => {
    const timer = setTimeout(resolve, timeout);
    return () => clearTimeout(timer);
  });
}

/**
 * Gives out two-factor codes, none of them twice: the server refuses a code that it has seen, and every refusal counts
 * against the log-ins of everybody.
 */
export class TotpCodes {
  readonly #ask: TotpCallback;
  #last: string | undefined;

  /** Takes the source of the codes. */
  constructor(ask: TotpCallback) {
    this.#ask = ask;
  }

  /**
   * A code that was not given out before. When the source repeats itself, it is asked once more in the next 30 seconds' step.
   *
   * @throws {@link KumaAuthError} when no new code comes.
   */
  async next(signal: AbortSignal | undefined): Promise<string> {
    let code = await this.#read();
    if (code === this.#last) {
      await untilNextStep(signal);
      code = await this.#read();
    }
    if (code === this.#last) {
      throw new KumaAuthError(
        "KUMA_AUTH_TOTP_INVALID",
        "The same two-factor code was given again; each works only once.",
        { secrets: [code] },
      );
    }
    this.#last = code;
    return code;
  }

  async #read(): Promise<string> {
    const code = (await this.#ask()).replaceAll(/\s/g, "");
    if (!/^\d{6,8}$/.test(code)) {
      throw new KumaAuthError("KUMA_AUTH_TOTP_INVALID", "A two-factor code is a number of six digits.", {
        secrets: [code],
      });
    }
    return code;
  }
}
