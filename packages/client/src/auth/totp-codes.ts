import { KumaAbortedError, KumaAuthError } from "../errors/kuma-errors.ts";
import { waitFor } from "../transport/deadline.ts";

/** Gives the six-digit code that is valid now. */
export type TotpCallback = () => string | Promise<string>;

type CodeAt = (stepsAhead: number) => string;

/** Sources that can also give the codes of later steps. */
const laterCodes = new WeakMap<TotpCallback, CodeAt>();

/**
 * A source of codes that computes them, and so knows those of later steps.
 *
 * @param codeAt - Gives the code so many steps from now.
 */
export function computedCodes(codeAt: CodeAt): TotpCallback {
  const source: TotpCallback = () => codeAt(0);
  laterCodes.set(source, codeAt);
  return source;
}

// Every version takes the codes of the step before and of the next one, too; the next one is tried before anybody waits.
const furthestStep = 1;

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
  readonly #codeAt: CodeAt | undefined;
  readonly #used = new Set<string>();
  #last: string | undefined;

  /** Takes the source of the codes. */
  constructor(ask: TotpCallback) {
    this.#ask = ask;
    this.#codeAt = laterCodes.get(ask);
  }

  /** Whether another code can be had without asking a person, when one was refused because somebody else had used it. */
  get hasMore(): boolean {
    return this.#codeAt !== undefined;
  }

  /**
   * A code that was not given out before. A computed source gives that of the next step, and then waits for one; another
   * source that repeats itself is asked once more in the next 30 seconds' step.
   *
   * @throws {@link KumaAuthError} when no new code comes.
   */
  async next(signal: AbortSignal | undefined): Promise<string> {
    return this.#codeAt === undefined ? this.#nextAsked(signal) : this.#nextComputed(this.#codeAt, signal);
  }

  async #nextComputed(codeAt: CodeAt, signal: AbortSignal | undefined): Promise<string> {
    for (;;) {
      for (let ahead = 0; ahead <= furthestStep; ahead += 1) {
        const code = codeAt(ahead);
        if (this.#used.has(code)) continue;
        this.#used.add(code);
        return code;
      }
      await untilNextStep(signal);
      // One that came by chance again is far from its first use.
      if (this.#used.size > 100) this.#used.clear();
    }
  }

  async #nextAsked(signal: AbortSignal | undefined): Promise<string> {
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
