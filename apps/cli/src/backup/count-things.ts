import type { Backup, BackupKind } from "@kumakit/provision";

const plurals: Readonly<Record<BackupKind, string>> = {
  tag: "tags",
  proxy: "proxies",
  "docker host": "docker hosts",
  "remote browser": "remote browsers",
  notification: "notifications",
  monitor: "monitors",
  "monitor tag": "tags of monitors",
  "status page": "status pages",
  maintenance: "maintenances",
};

/** How many things there are of each kind, such as `2 tags, 1 monitor`; empty kinds are left out. */
export function countThings(kinds: readonly BackupKind[]): string {
  const counts = Object.entries(plurals).flatMap(([kind, plural]) => {
    const count = kinds.filter((one) => one === kind).length;
    if (count === 0) return [];
    return [count === 1 ? `1 ${kind === "monitor tag" ? "tag of a monitor" : kind}` : `${count} ${plural}`];
  });
  return counts.length === 0 ? "nothing" : counts.join(", ");
}

/** The kind of each thing in a backup. */
export function kindsIn({ things }: Backup): readonly BackupKind[] {
  return Object.entries(things).flatMap(([kind, all]) => all.map(() => kind as BackupKind));
}
