/** Status codes of heartbeats. */
export const down = 0;
export const up = 1;
export const pending = 2;
export const maintenance = 3;

/** Up for down and down for up; the others stay. */
export function flipped(status: number): number {
  if (status === up) return down;
  return status === down ? up : status;
}

const toldChanges = new Set(["3>0", "1>0", "0>1", "2>0"]);
const keptChanges = new Set([...toldChanges, "0>3", "1>3", "3>1"]);

/** Whether a beat is kept as an event; `undefined` stands for no beat before. */
export function isImportant(previous: number | undefined, status: number): boolean {
  return previous === undefined || keptChanges.has(`${previous}>${status}`);
}

/** Whether a beat sends notifications. */
export function isForNotification(previous: number | undefined, status: number): boolean {
  return previous === undefined || toldChanges.has(`${previous}>${status}`);
}
