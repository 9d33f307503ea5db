/** The figures of `/proc/meminfo`, in bytes. */
export interface MemoryFigures {
  readonly total: number;
  /** What programs can still have without swapping, by the kernel's own estimate (since 3.14). */
  readonly available: number;
  readonly swapTotal: number;
  readonly swapFree: number;
}

/** Reads the text of `/proc/meminfo`; undefined when it lacks what every kernel since 3.14 gives. */
export function parseMeminfo(text: string): MemoryFigures | undefined {
  const figure = (name: string): number | undefined => {
    const kilobytes = new RegExp(`^${name}: {1,30}(?<kb>\\d{1,12}) kB$`, "m").exec(text)?.groups?.["kb"];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  };
  const total = figure("MemTotal");
  const available = figure("MemAvailable");
  if (total === undefined || total === 0 || available === undefined) return undefined;
  return { total, available, swapTotal: figure("SwapTotal") ?? 0, swapFree: figure("SwapFree") ?? 0 };
}
