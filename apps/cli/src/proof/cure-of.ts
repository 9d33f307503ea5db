import type { DoctorCode, Finding } from "@kumakit/provision";

/** The thing that a cure changes: of the server by its id, else by its name. */
interface Patient {
  readonly code: DoctorCode;
  readonly about: { readonly id: number | null };
}

/** The commands that mend findings, by their kinds; `id` is that of the monitor, channel or maintenance to change. */
const CURES: Readonly<Record<DoctorCode, (id: string) => string>> = {
  "nobody-alerted": (id) => `kuma monitor edit ${id} --notify CHANNEL`,
  paused: (id) => `kuma monitor resume ${id}`,
  "group-paused": (id) => `kuma monitor resume ${id}`,
  "under-maintenance": (id) => `kuma maintenance stop ${id}`,
  "upside-down": (id) => `kuma monitor edit ${id} --set upsideDown=false`,
  retries: (id) => `kuma monitor edit ${id} --set maxRetries=0`,
  "never-reported": (id) => `kuma monitor token show ${id}`,
  "late-reports": (id) => `kuma monitor edit ${id} --interval SECONDS`,
  "certificate-ends": () => "renew it on the server, or on the proxy in front of it",
  "clock-differs": () => "timedatectl set-ntp true",
  "no-web-socket": () => "have the proxy pass the headers Upgrade and Connection on for /socket.io/",
  unencrypted: () => "put TLS in front of the server, then kuma login https://…",
  "slow-server": () => "kuma settings set keepDataPeriodDays=30",
  silent: () => "kuma agent status",
  "shared-token": (id) => `kuma monitor delete ${id}`,
  "same-check": (id) => `kuma monitor delete ${id}`,
  "left-behind": (id) => `kuma monitor delete ${id}`,
  "never-tested": (id) => `kuma notification test ${id}`,
  "never-proven": () => "kuma verify --all --ack",
  "unused-channel": (id) => `kuma monitor edit MONITOR --notify ${id}`,
  "other-server": () => "kuma agent move --to URL",
  "no-monitor": () => "kuma agent install UNIT",
  "other-token": () => "kuma agent token rotate CHECK",
  "marker-lost": () => "kuma agent install UNIT",
  "interval-differs": () => "kuma agent set CHECK --interval SECONDS",
  orphan: (id) => `kuma monitor delete ${id}`,
};

/** The command that mends a finding, or the way to do it. */
export function cureOf({ code, about }: Finding | Patient): string {
  return CURES[code](`id:${about.id}`);
}
