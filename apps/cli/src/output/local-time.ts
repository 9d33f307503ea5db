/** A time by the clock of this machine, to the minute, or with `seconds` to the second: `2026-11-29 08:05`. */
export function localTime(time: Date, seconds = false): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const minute = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return `${date} ${minute}${seconds ? `:${two(time.getSeconds())}` : ""}`;
}
