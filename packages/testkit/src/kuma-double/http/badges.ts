import { makeBadge } from "badge-maker";
import { down, maintenance, pending, up } from "../beats/status.ts";
import { meanPing, uptimeOf } from "../beats/uptime.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import type { Answer } from "./answer.ts";

/** The request for a badge. */
interface Asked {
  readonly kuma: DoubleKuma;
  readonly id: number;
  readonly duration: string | undefined;
  /** A parameter; the empty text is one, too. */
  readonly query: (name: string) => string | undefined;
}

type Format = Parameters<typeof makeBadge>[0];
type Drawn = Omit<Format, "style">;

const notAvailable: Drawn = { message: "N/A", color: "#999" };
const joined = (...parts: readonly (string | number | undefined)[]): string => parts.filter(Boolean).join("");

/** A badge as an SVG, made by the library of the real server. */
export function badge(kuma: DoubleKuma, url: URL): Answer {
  const [, , , id = "", kind = "", duration] = url.pathname.split("/");
  const query = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const number = Number.parseInt(id, 10);
  if (Number.isNaN(number)) throw new Error("Invalid monitor ID");
  const drawn = (kinds[kind] ?? drawNothing)({ kuma, id: number, duration, query });
  const style = (query("style") ?? "flat") as Required<Format>["style"];
  return { status: 200, type: "image/svg+xml; charset=utf-8", body: makeBadge({ style, ...drawn }) };
}

/** The kinds of badges that the double draws. */
export const badgeKinds = /^\/api\/badge\/[^/]+\/(status|response|cert-exp|(uptime|ping|avg-response)(\/[^/]+)?)$/;

function drawNothing(): Drawn {
  return notAvailable;
}

/** Whether a monitor is on a status page. */
function isPublic({ kuma, id }: Asked): boolean {
  return kuma.database.find("monitor_group", { monitor_id: id }).length > 0;
}

const states = new Map([
  [down, { name: "down", label: "Down", color: "#c2290a" }],
  [up, { name: "up", label: "Up", color: "#66c20a" }],
  [pending, { name: "pending", label: "Pending", color: "#f8a306" }],
  [maintenance, { name: "maintenance", label: "Maintenance", color: "#1747f5" }],
]);

function drawStatus(asked: Asked): Drawn {
  const { kuma, id, query } = asked;
  if (!isPublic(asked)) return notAvailable;
  const last = kuma.heartbeats.last(id);
  if (last === undefined) throw new TypeError("Cannot read properties of null (reading 'status')");
  const value = query("value");
  const state = states.get(value === undefined ? last.status : Number.parseInt(value, 10));
  const label = query("label") ?? "Status";
  if (state === undefined) return { label, ...notAvailable };
  const { name, label: text, color } = state;
  return { label, color: query(`${name}Color`) ?? color, message: query(`${name}Label`) ?? text };
}

const longest: Readonly<Record<string, readonly [number, string, number]>> = {
  m: [1440, "minutes", 1],
  h: [720, "hours", 1],
  d: [365, "days", 1],
  w: [365, "days", 7],
  M: [365, "days", 30],
  y: [365, "days", 365],
};

/** A duration with its unit. All that a double remembers is younger than any. */
function durationOf({ duration = "24h" }: Asked): string {
  const text = /^[0-9]+$/.test(duration) ? `${duration}h` : duration;
  const number = text.slice(0, -1);
  if (!/^[0-9]+$/.test(number)) throw new Error(`Invalid duration: ${text}`);
  const unit = longest[text.slice(-1)];
  if (unit === undefined) throw new Error(`Unsupported unit (${text.slice(-1)}) for badge duration ${text}`);
  const [most, name, factor] = unit;
  if (Number(number) * factor > most) throw new Error(`The maximum number of ${name} is ${most}`);
  return text;
}

/** The parts that the figures share: their label and their unit. */
function drawFigure({ query }: Asked, figure: { label: string; message: number | string; suffix: string }): Drawn {
  return {
    labelColor: query("labelColor") ?? "",
    label: joined(query("labelPrefix"), query("label") ?? figure.label),
    message: joined(query("prefix"), figure.message, query("suffix") ?? figure.suffix),
  };
}

function drawUptime(asked: Asked): Drawn {
  const { kuma, id, query } = asked;
  if (!isPublic(asked)) return notAvailable;
  const duration = durationOf(asked);
  const value = query("value");
  const uptime = value ? Number.parseFloat(value) : uptimeOf(kuma.heartbeats.of(id));
  const label = `Uptime (${duration.slice(0, -1)}${query("labelSuffix") ?? "h"})`;
  const message = (uptime * 100).toPrecision(4);
  return { color: query("color") ?? shareColor(uptime), ...drawFigure(asked, { label, message, suffix: "%" }) };
}

function drawPing(asked: Asked): Drawn {
  const { kuma, id, query } = asked;
  const duration = durationOf(asked);
  if (!isPublic(asked)) return notAvailable;
  const label = `Avg. Ping (${duration.slice(0, -1)}${query("labelSuffix") ?? "h"})`;
  const message = Math.trunc(Number(query("value") ?? meanPing(kuma.heartbeats.of(id))));
  return { color: query("color") ?? "blue", ...drawFigure(asked, { label, message: String(message), suffix: "ms" }) };
}

/** The mean of all pings; for that a real server asks only whether there is a status page with anything on it. */
function drawAverageResponse(asked: Asked): Drawn {
  const { kuma, id, duration, query } = asked;
  const hours = Math.min(duration === undefined ? 24 : Number.parseInt(duration, 10), 720);
  const pings = kuma.heartbeats.of(id).flatMap(({ ping }) => ping ?? []);
  const mean = Math.trunc(pings.reduce((total, ping) => total + ping, 0) / pings.length);
  if (!mean || kuma.database.all("monitor_group").length === 0) return notAvailable;
  const label = joined(query("label") ?? `Avg. Response (${hours}h)`, query("labelSuffix"));
  return { color: query("color") ?? "blue", ...drawFigure(asked, { label, message: mean, suffix: "ms" }) };
}

function drawResponse(asked: Asked): Drawn {
  const { kuma, id, query } = asked;
  if (!isPublic(asked)) return notAvailable;
  const last = kuma.heartbeats.last(id);
  if (last === undefined) throw new TypeError("Cannot read properties of null (reading 'ping')");
  if (!last.ping) return notAvailable;
  const label = joined("Response", query("labelSuffix"));
  const message = Math.trunc(last.ping);
  return { color: query("color") ?? "blue", ...drawFigure(asked, { label, message, suffix: "ms" }) };
}

/** The double looks at no certificates. */
function drawCertificate(asked: Asked): Drawn {
  return isPublic(asked) ? { message: "No/Bad Cert", color: "#999" } : notAvailable;
}

const kinds: Readonly<Record<string, (asked: Asked) => Drawn>> = {
  status: drawStatus,
  uptime: drawUptime,
  ping: drawPing,
  "avg-response": drawAverageResponse,
  response: drawResponse,
  "cert-exp": drawCertificate,
};

/** From red to green. */
function shareColor(share: number): string {
  const hue = share * 80 + 10;
  const part = (offset: number): string => {
    const k = (offset + hue / 30) % 12;
    const value = 0.4 - 0.36 * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}
