/** A share from 0 to 1, such as `99.98 %`. It is rounded down, so that 100 % means all of it. */
export function percent(ratio: number | null): string {
  if (ratio === null) return "-";
  return `${Math.floor(ratio * 10_000 + 1e-6) / 100} %`;
}
