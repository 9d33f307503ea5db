const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A size as people say it: `512 bytes`, `1.5 GiB`, `120 MiB`. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.6 would be rounded to 1024 of the same unit.
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = unit === 0 || value >= 99.95 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${rounded} ${units[unit]}`;
}
