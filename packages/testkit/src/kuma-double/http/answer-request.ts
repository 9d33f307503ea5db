import type { IncomingMessage, ServerResponse } from "node:http";
import { receivePush } from "../beats/receive-push.ts";
import type { DoubleKuma } from "../double-kuma.ts";

/** The page that a real server answers whatever it does not know with. */
const page = "<!doctype html><title>Uptime Kuma</title><div id=app></div>";

/** Answers a request as a 2.5.3 server does; socket.io's own requests do not come here. */
export async function answerRequest(
  kuma: DoubleKuma,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader("x-frame-options", "SAMEORIGIN");
  const url = new URL(request.url ?? "/", "http://double");
  const token = /^\/api\/push\/([^/]+)$/.exec(url.pathname)?.[1];
  if (token !== undefined)
    await answerPush(kuma, { token: decodeURIComponent(token), query: url.searchParams }, response);
  else if (lacking.test(url.pathname)) request.destroy();
  else (pages[url.pathname] ?? showPage)(response, kuma);
}

/** What a real server answers with something of its own: the double hangs up rather than to answer wrongly. */
const lacking = /^\/(metrics|api\/badge\/|api\/status-page\/|status(\/|$)|upload\/|screenshots\/|\.well-known\/)/;

async function answerPush(
  kuma: DoubleKuma,
  { token, query }: { readonly token: string; readonly query: URLSearchParams },
  response: ServerResponse,
): Promise<void> {
  try {
    await receivePush(kuma, token, query);
    answerJson(response, { ok: true });
  } catch (error) {
    answerJson(response, { ok: false, msg: error instanceof Error ? error.message : String(error) }, 404);
  }
}

type AnswerPage = (response: ServerResponse, kuma: DoubleKuma) => void;

const pages: Readonly<Record<string, AnswerPage>> = {
  "/": (response, kuma) => {
    const { entryPage } = kuma;
    const isStatusPage = typeof entryPage === "string" && entryPage.startsWith("statusPage-");
    const location = isStatusPage ? entryPage.replace("statusPage-", "/status/") : "/dashboard";
    response.writeHead(302, { location, "content-type": "text/plain; charset=utf-8" });
    response.end(`Found. Redirecting to ${location}`);
  },
  "/robots.txt": (response, kuma) => {
    const isOpen = Boolean(kuma.settings.get("searchEngineIndex"));
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
    response.end(`User-agent: *\nDisallow:${isOpen ? "" : " /"}`);
  },
  "/api/entry-page": (response, { entryPage }) => answerJson(response, { type: "entryPage", entryPage }),
  "/setup-database-info": (response) => answerJson(response, { runningSetup: false, needSetup: false }),
};

function showPage(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(page);
}

function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}
