import type { NewBeat } from "../beats/new-beat.ts";
import { meanPing, uptimeOf } from "../beats/uptime.ts";
import type { Row } from "../database/database.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { doubledVersion } from "../doubled-version.ts";
import { tagsOf } from "../resources/monitors/monitor-json.ts";

const families = {
  monitor_cert_days_remaining: "The number of days remaining until the certificate expires",
  monitor_cert_is_valid: "Is the certificate still valid? (1 = Yes, 0= No)",
  monitor_uptime_ratio: "Uptime ratio calculated over sliding window specified by the 'window' label. (0.0 - 1.0)",
  monitor_response_time_seconds:
    "Average response time in seconds calculated over sliding window specified by the 'window' label",
  monitor_response_time: "Monitor Response Time (ms)",
  monitor_status: "Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)",
} as const;

type Family = keyof typeof families;

const windows = ["1d", "30d", "365d"];

/** The samples for Prometheus. Labels for tags are there only of those tags that the server knew when it started. */
export class Metrics {
  readonly #samples = new Map<Family, Map<string, number>>();
  readonly #started = new Map<number, string>();
  readonly #tagLabels: ReadonlySet<string>;
  readonly #kuma: DoubleKuma;

  constructor(kuma: DoubleKuma) {
    this.#kuma = kuma;
    this.#tagLabels = new Set(kuma.database.all("tag").map(({ name }) => labelName(String(name))));
  }

  /** Starts to count for a monitor; its name stays until the next start. */
  start(monitor: Row): void {
    this.#started.set(monitor.id, this.#labelsOf(monitor));
  }

  /** Forgets the samples that a monitor has under the name it had at its start. */
  stop(monitorId: number): void {
    const labels = this.#started.get(monitorId);
    this.#started.delete(monitorId);
    if (labels === undefined) return;
    for (const samples of this.#samples.values())
      for (const key of [labels, ...windows.map((window) => `${labels},window="${window}"`)]) samples.delete(key);
  }

  /** Takes a beat; one of the server's own brings the averages with it. */
  update(monitor: Row, { status, ping, isCheck }: NewBeat): void {
    const labels = isCheck === true ? this.#started.get(monitor.id) : this.#labelsOf(monitor);
    if (labels === undefined || labels === "") return;
    if (isCheck === true) {
      const beats = this.#kuma.heartbeats.of(monitor.id);
      for (const window of windows) {
        this.#set("monitor_response_time_seconds", `${labels},window="${window}"`, meanPing(beats) / 1000);
        this.#set("monitor_uptime_ratio", `${labels},window="${window}"`, uptimeOf(beats));
      }
    }
    this.#set("monitor_status", labels, status);
    this.#set("monitor_response_time", labels, typeof ping === "number" ? ping : -1);
  }

  /** Everything as text. Of the process itself there is the CPU time only. */
  text(): string {
    const cpu = process.cpuUsage();
    const parts = [
      "# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.",
      "# TYPE process_cpu_seconds_total counter",
      `process_cpu_seconds_total ${(cpu.user + cpu.system) / 1e6}`,
      "",
    ];
    for (const [family, help] of Object.entries(families)) {
      parts.push(`# HELP ${family} ${help}`, `# TYPE ${family} gauge`);
      for (const [labels, value] of this.#samples.get(family as Family) ?? [])
        parts.push(`${family}{${labels}} ${value}`);
      parts.push("");
    }
    const [major, minor, patch] = doubledVersion.split(".");
    parts.push(
      "# HELP app_version The service version by package.json",
      "# TYPE app_version gauge",
      `app_version{version="${doubledVersion}",major="${major}",minor="${minor}",patch="${patch}"} 1`,
    );
    return `${parts.join("\n")}\n`;
  }

  #set(family: Family, labels: string, value: number): void {
    const samples = this.#samples.get(family) ?? new Map<string, number>();
    this.#samples.set(family, samples.set(labels, value));
  }

  /** Empty for a monitor with a tag that came after the start: the real server has no samples of it. */
  #labelsOf(monitor: Row): string {
    const tags = new Map<string, string[]>();
    for (const { name, value } of tagsOf(this.#kuma, monitor.id)) {
      const label = labelName(String(name));
      if (label === "") continue;
      if (!this.#tagLabels.has(label)) return "";
      const shown = labelName(String(value ?? ""));
      tags.set(label, [...(tags.get(label) ?? []), ...(shown === "" ? [] : [shown])].toSorted());
    }
    const sorted = [...tags].toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    const own = ["id", "name", "type", "url", "hostname", "port"].map((name) => [`monitor_${name}`, monitor[name]]);
    return [...sorted, ...own].map(([name, value]) => `${String(name)}="${escaped(String(value))}"`).join(",");
  }
}

/** A tag as Prometheus takes it. */
function labelName(text: string): string {
  return text.replaceAll(/\W/g, "").replace(/^[^a-zA-Z_]+/, "");
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
