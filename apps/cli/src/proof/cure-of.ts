import type { DoctorCode, Finding, FoundCheck } from "@kumakit/provision";
import { readableShellWord } from "@kumakit/text";

/** The thing that a cure changes: of the server by its id, else by its name. */
interface Patient {
  readonly code: DoctorCode;
  readonly about: { readonly id: number | null };
  /** The check of an agent that it is about. */
  readonly check?: FoundCheck;
}

/** How a check of an agent is called in a command. */
function wordsOf({ name, unit, interval }: Partial<FoundCheck> = {}) {
  return {
    unit: readableShellWord(unit ?? "UNIT"),
    check: readableShellWord(unit ?? name ?? "CHECK"),
    interval: interval ?? "SECONDS",
  };
}

type Words = ReturnType<typeof wordsOf>;

/** The commands that mend findings, by their kinds; `id` is that of the monitor, channel or maintenance to change. */
const CURES: Readonly<Record<DoctorCode, (id: string, words: Words) => string>> = {
  "nobody-alerted": (id) => `kuma monitor edit ${id} --notify CHANNEL`,
  paused: (id) => `kuma monitor resume ${id}`,
  "group-paused": (id) => `kuma monitor resume ${id}`,
  "under-maintenance": (id) => `kuma maintenance stop ${id}`,
  "upside-down": (id) => `kuma monitor edit ${id} --set upsideDown=false`,
  retries: (id) => `kuma monitor edit ${id} --set maxRetries=0`,
  "never-reported": (id) => `kuma monitor token show ${id}`,
  "late-reports": (id) => `kuma monitor edit ${id} --interval SECONDS`,
  muted: () => "kuma agent unmute --all",
  "not-up": (id) => `kuma monitor show ${id}`,
  "certificate-ends": () => "renew it on the server, or on the proxy in front of it",
  "clock-differs": () => "timedatectl set-ntp true",
  "no-web-socket": () => "have the proxy pass the headers Upgrade and Connection on for /socket.io/",
  unencrypted: () => "put TLS in front of the server, then kuma login https://…",
  "slow-server": () => "kuma settings set keepDataPeriodDays=30",
  "near-capacity": () => "give checks a longer interval (kuma agent set CHECK --interval 600), or share the hosts",
  silent: () => "kuma agent status",
  "shared-token": (id) => `kuma monitor delete ${id}`,
  "same-check": (id) => `kuma monitor delete ${id}`,
  "left-behind": (id) => `kuma monitor delete ${id}`,
  "never-tested": (id) => `kuma notification test ${id}`,
  "never-proven": () => "kuma verify --all --ack",
  "unused-channel": (id) => `kuma monitor edit MONITOR --notify ${id}`,
  "other-server": () => "kuma agent move --to URL",
  "no-monitor": (_, { unit }) => `kuma agent install ${unit}`,
  "other-token": (_, { check }) => `kuma agent token rotate ${check}`,
  "marker-lost": (_, { unit }) => `kuma agent install ${unit}`,
  "of-other-host": () => "kuma agent install --take-over",
  "interval-differs": (_, { check, interval }) => `kuma agent set ${check} --interval ${interval}`,
  "fed-by-another": () => "have it report to another monitor, or on a copy of this host: kuma agent install --as-copy",
  orphan: (id) => `kuma monitor delete ${id}`,
};

/** The command that mends a finding, or the way to do it. */
export function cureOf({ code, about, ...found }: Finding | Patient): string {
  return CURES[code](`id:${about.id}`, wordsOf("check" in found ? found.check : undefined));
}
