/**
 * The CPU time that a function takes in this process, in ms. Unlike the clock it does not depend on what else the machine has to do.
 *
 * @returns ms of user and system time
 */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
