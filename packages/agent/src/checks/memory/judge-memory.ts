import type { Amount } from "../../config/settings/amount-setting.ts";
import { byteText, percentText, shortageOf, type Remainder } from "../shared/figure-text.ts";
import type { Reading } from "../shared/start-lasting.ts";
import type { MemoryFigures } from "./parse-meminfo.ts";

/** How little may be left. */
export interface MemoryLimits {
  readonly minAvailable: readonly Amount[];
  readonly minFreeSwap: readonly Amount[];
}

function remainder(bytes: number, total: number): Remainder {
  return { bytes, percent: (bytes / total) * 100 };
}

function text({ bytes, percent }: Remainder, total: number): string {
  return `${percentText(percent)} of ${byteText(total)} (${byteText(bytes)})`;
}

/** Says how the memory is, and what is below its limit. A host without swap has none to lack. */
export function judgeMemory(figures: MemoryFigures, { minAvailable, minFreeSwap }: MemoryLimits): Reading {
  const { total, available, swapTotal, swapFree } = figures;
  const memory = remainder(available, total);
  const over: string[] = [];
  const low = shortageOf(memory, minAvailable);
  if (low !== undefined) {
    over.push(`only ${low.left} of ${byteText(total)} (${low.other}) of memory available, limit ${low.limit}`);
  }
  if (swapTotal === 0) return { said: `${text(memory, total)} available, no swap`, over };
  const swap = remainder(swapFree, swapTotal);
  const lowSwap = shortageOf(swap, minFreeSwap);
  if (lowSwap !== undefined) {
    over.push(`only ${lowSwap.left} of ${byteText(swapTotal)} (${lowSwap.other}) of swap free, limit ${lowSwap.limit}`);
  }
  return { said: `${text(memory, total)} available, swap ${percentText(swap.percent)} free`, over };
}
