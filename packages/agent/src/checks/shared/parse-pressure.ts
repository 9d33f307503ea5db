/** How much of the time work had to wait, in percent, by the kernel's own averages. */
export interface PressureAverages {
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
}

/** The figures of `/proc/pressure/*`. */
export interface Pressure {
  /** At least one task had to wait. */
  readonly some?: PressureAverages;
  /** All of them had to; not given for the CPU by kernels before 5.13. */
  readonly full?: PressureAverages;
}

const line =
  /^(?<kind>some|full) avg10=(?<avg10>\d{1,3}\.\d{1,3}) avg60=(?<avg60>\d{1,3}\.\d{1,3}) avg300=(?<avg300>\d{1,3}\.\d{1,3}) total=\d+$/;

/**
 * Reads the text of a file below `/proc/pressure`.
 * Format: https://docs.kernel.org/accounting/psi.html
 */
export function parsePressure(text: string): Pressure {
  const found: { some?: PressureAverages; full?: PressureAverages } = {};
  for (const each of text.split("\n", 10)) {
    const groups = line.exec(each)?.groups;
    if (groups === undefined) continue;
    const { kind, avg10, avg60, avg300 } = groups;
    found[kind === "some" ? "some" : "full"] = { avg10: Number(avg10), avg60: Number(avg60), avg300: Number(avg300) };
  }
  return found;
}
