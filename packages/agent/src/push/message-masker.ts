import { formatMessage } from "./format-message.ts";
import type { PushToken } from "./push-token.ts";

/** So many texts are remembered: what a check says is mostly what it said a tick before. */
const mostRemembered = 1_000;

/** The way in which texts leave the host: fit to be pushed, without any secret that the agent has ever known. */
export class MessageMasker {
  readonly #secrets = new Set<string>();
  /** Tokens whose file could not be read yet. */
  readonly #unread = new Set<PushToken>();
  readonly #remembered = new Map<string, string>();

  /** Never shows these from now on; a message that waits may hold one from before a reload, so that none is forgotten. */
  hide(secrets: Iterable<string>): void {
    for (const secret of secrets) this.#secrets.add(secret);
    this.#remembered.clear();
  }

  /** Never shows a token, which may not be known yet. */
  hideToken(token: PushToken): void {
    if (token.value === undefined) this.#unread.add(token);
    else this.hide([token.value]);
  }

  /** Makes a text fit to leave the host. */
  format(text: string): string {
    for (const token of this.#unread) {
      if (token.value === undefined) continue;
      this.#unread.delete(token);
      this.hide([token.value]);
    }
    const known = this.#remembered.get(text);
    if (known !== undefined) return known;
    const formatted = formatMessage(text, [...this.#secrets]);
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(text, formatted);
    return formatted;
  }
}
