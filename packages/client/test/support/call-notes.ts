import type { HistoryCall } from "./explained-by-order.ts";

/** Runs calls and notes when each ran, and whether it said yes. */
export class CallNotes {
  readonly calls: HistoryCall[] = [];

  async take(name: string, writes: HistoryCall["writes"], run: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    const isCertain = await run().then(
      () => true,
      () => false,
    );
    this.calls.push({ name, start, end: performance.now(), writes, isCertain });
  }
}
