import type { Host } from "../hosts/host.ts";

/** The group whose members may read the journal of the whole host; systemd itself brings it. */
export const journalGroup = "systemd-journal";

/** Whether the host has the group that lets the agent read the journal. */
export async function canReadJournal(host: Host): Promise<boolean> {
  return (await host.run(["getent", "group", journalGroup])).code === 0;
}
