import type { Finding } from "@kumakit/provision";

/** The commands that mend findings, by their kinds; `id` is that of the monitor or maintenance to change. */
const CURES: Readonly<Record<Finding["code"], (id: number) => string>> = {
  "nobody-alerted": (id) => `kuma monitor edit id:${id} --notify CHANNEL`,
  paused: (id) => `kuma monitor resume id:${id}`,
  "group-paused": (id) => `kuma monitor resume id:${id}`,
  "under-maintenance": (id) => `kuma maintenance stop id:${id}`,
  "upside-down": (id) => `kuma monitor edit id:${id} --set upsideDown=false`,
  retries: (id) => `kuma monitor edit id:${id} --set maxRetries=0`,
  "never-reported": (id) => `kuma monitor token show id:${id}`,
  "late-reports": (id) => `kuma monitor edit id:${id} --interval SECONDS`,
};

/** The command that mends a finding. */
export function cureOf({ code, about }: Finding): string {
  return CURES[code](about.id);
}
