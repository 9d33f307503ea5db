import { isSameValue } from "../same-value.ts";
import type { SentList } from "../live-state/sent-lists.ts";
import type { ClientContext } from "./client-context.ts";

/** The values of a thing by name, in the form in which it is written. */
export type Row = Readonly<Record<string, unknown>>;

/** Notes how one thing looks in each list that the server sends: after every edit, to all clients, before it answers that. */
export class RowLooks {
  readonly #stop: () => void;
  readonly #earlier: Row[];
  #rows: Row[] = [];

  /**
   * Begins to look.
   *
   * @param list - The list's event.
   * @param rowIn - Finds the thing in a list; `undefined` when it is not there.
   */
  constructor({ live, transport }: ClientContext, list: SentList, rowIn: (payload: unknown) => Row | undefined) {
    this.#earlier = live.lists.recent(list).flatMap((payload): readonly Row[] => {
      const row = rowIn(payload);
      return row === undefined ? [] : [row];
    });
    this.#stop = transport.on(list, (payload) => {
      const row = rowIn(payload);
      if (row !== undefined) this.#rows.push(row);
    });
  }

  /** How it looked since {@link RowLooks.forgetUpTo}, oldest first. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** How it looked before that: somebody who had read it then may have written this back. */
  get earlier(): readonly Row[] {
    return this.#earlier;
  }

  /** Begins again after a state that was just read. A look that came with it in one packet, or right behind, is newer, and stays. */
  forgetUpTo(read: Row): void {
    const end = this.#rows.findLastIndex((row) => isSameValue(row, read)) + 1;
    this.#earlier.push(...this.#rows.slice(0, end));
    this.#rows = this.#rows.slice(end);
  }

  /** Ends it. */
  [Symbol.dispose](): void {
    this.#stop();
  }
}
