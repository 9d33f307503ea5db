/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The page that a real server answers whatever it does not know with. */
const page = "<!doctype html><title>Uptime Kuma</title><div id=app></div>";

/** Its page, whatever is asked for. */
export function showPage(status = 200): Answer {
  return { status, type: "text/html; charset=utf-8", body: page };
}

/** A body of JSON. */
export function json(body: unknown, status = 200): Answer {
  return { status, type: "application/json; charset=utf-8", body: JSON.stringify(body) };
}

/** An answer with an error, in the words of the server. */
export function failure(error: unknown): Answer {
  const msg = error instanceof Error ? error.message : String(error);
  return json({ status: "fail", msg }, msg.toLowerCase().includes("not found") ? 404 : 403);
}
