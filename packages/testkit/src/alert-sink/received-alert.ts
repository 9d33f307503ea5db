/** A message that reached an {@link AlertSink}. */
export interface ReceivedAlert {
  /** When its last byte came, in ms since 1970 with fractions; the clock does not jump. */
  readonly at: number;
  /** The path it was sent to, with the query. */
  readonly path: string;
  /** What was sent: parsed when it is JSON, else the text itself. */
  readonly body: unknown;
  /** The words that a person would read. */
  readonly text: string;
  /** What it says about the monitor; `test` when it is about none. */
  readonly status: "down" | "up" | "test";
}

/**
 * Reads an alert of Uptime Kuma: the webhook provider sends `{ heartbeat, monitor, msg }` (both `null` for a test), the
 * chat providers their own text. See `server/notification-providers/webhook.js` and `server/model/monitor.js` of
 * 1.23.17 and 2.5.3.
 */
export function readAlert(raw: string, path: string, at: number): ReceivedAlert {
  const body = parseBody(raw);
  const text = textOf(body) ?? raw;
  return { at, path, body, text, status: statusOf(body, text) };
}

function parseBody(raw: string): unknown {
  // The webhook provider's "form data" puts the same JSON into a part of a form.
  const form = /name="data"\r\n\r\n(?<json>.*?)\r\n--/su.exec(raw);
  try {
    return JSON.parse(form?.groups?.["json"] ?? raw);
  } catch {
    return raw;
  }
}

function textOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  for (const key of ["msg", "text", "message", "content"]) {
    const value: unknown = Reflect.get(body, key);
    if (typeof value === "string") return value;
  }
  return undefined;
}

function statusOf(body: unknown, text: string): ReceivedAlert["status"] {
  const heartbeat: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "heartbeat") : undefined;
  if (typeof heartbeat === "object" && heartbeat !== null) {
    return Reflect.get(heartbeat, "status") === 0 ? "down" : "up";
  }
  if (/\[(?:🔴 )?Down\]|🔴|❌/u.test(text)) return "down";
  return /\[(?:✅ )?Up\]|✅/u.test(text) ? "up" : "test";
}
