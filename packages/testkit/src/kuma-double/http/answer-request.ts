import type { IncomingMessage, ServerResponse } from "node:http";
import { receivePush } from "../beats/receive-push.ts";
import type { DoubleKuma } from "../double-kuma.ts";
import { failure, json, showPage, type Answer } from "./answer.ts";
import { badge, badgeKinds } from "./badges.ts";
import { isAuthorized } from "./basic-auth.ts";
import { statusPage, statusPageBeats, statusPageData } from "./status-pages.ts";

/** Answers a request as a 2.5.3 server does; socket.io's own requests do not come here. */
export async function answerRequest(
  kuma: DoubleKuma,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://double");
  const answer = await answerTo({ kuma, request, url });
  if (answer === undefined) {
    request.destroy();
    return;
  }
  response.setHeader("x-frame-options", "SAMEORIGIN");
  const { status, type, body, headers } = answer;
  // As Express does; by itself node:http would send it in chunks.
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body), ...headers });
  response.end(body);
}

interface Asked {
  readonly kuma: DoubleKuma;
  readonly request: IncomingMessage;
  readonly url: URL;
}

async function answerTo(asked: Asked): Promise<Answer | undefined> {
  const { kuma, url } = asked;
  const page = pages[url.pathname];
  if (page !== undefined) return page(asked);
  for (const [pattern, answer] of withParameter) {
    const parameter = pattern.exec(url.pathname)?.[1];
    if (parameter !== undefined) return await answer(asked, decodeURIComponent(parameter));
  }
  if (badgeKinds.test(url.pathname)) return cached(asked, 5, () => badge(kuma, url));
  return lacking.test(url.pathname) ? undefined : showPage();
}

/** Paths that a real server has and the double lacks: it hangs up instead of a wrong answer. */
const lacking = /^\/(api\/status-page\/|status\/.+\/rss|screenshots\/|\.well-known\/)/;

/** Given again for some minutes, failures too. */
function cached({ kuma, request }: Asked, minutes: number, make: () => Answer): Answer {
  return kuma.pages.get(request.url ?? "", minutes, () => {
    try {
      return make();
    } catch (error) {
      return failure(error);
    }
  });
}

const withParameter: readonly (readonly [RegExp, (asked: Asked, parameter: string) => Answer | Promise<Answer>])[] = [
  [/^\/api\/push\/([^/]+)$/, ({ kuma, url }, token) => answerPush(kuma, token, url.searchParams)],
  [/^\/api\/status-page\/([^/]+)\/?$/, (asked, slug) => cached(asked, 5, () => statusPageData(asked.kuma, slug))],
  [
    /^\/api\/status-page\/heartbeat\/([^/]+)\/?$/,
    (asked, slug) => cached(asked, 1, () => statusPageBeats(asked.kuma, slug)),
  ],
  [/^\/status\/([^/]+)\/?$/, (asked, slug) => cached(asked, 5, () => statusPage(asked.kuma, slug))],
  [/^\/upload\/([^/]+)$/, ({ kuma }, name) => picture(kuma, name)],
];

async function answerPush(kuma: DoubleKuma, token: string, query: URLSearchParams): Promise<Answer> {
  try {
    await receivePush(kuma, token, query);
    return json({ ok: true });
  } catch (error) {
    return json({ ok: false, msg: error instanceof Error ? error.message : String(error) }, 404);
  }
}

function picture({ uploads }: DoubleKuma, name: string): Answer {
  const body = uploads.get(name);
  return body === undefined ? showPage(404) : { status: 200, type: "image/png", body };
}

const pages: Readonly<Record<string, (asked: Asked) => Answer>> = {
  "/": ({ kuma: { entryPage } }) => {
    const isStatusPage = typeof entryPage === "string" && entryPage.startsWith("statusPage-");
    const location = isStatusPage ? entryPage.replace("statusPage-", "/status/") : "/dashboard";
    const body = `Found. Redirecting to ${location}`;
    return { status: 302, type: "text/plain; charset=utf-8", body, headers: { location } };
  },
  "/robots.txt": ({ kuma }) => {
    const isOpen = Boolean(kuma.settings.get("searchEngineIndex"));
    return { status: 200, type: "text/plain; charset=utf-8", body: `User-agent: *\nDisallow:${isOpen ? "" : " /"}` };
  },
  "/status": (asked) => cached(asked, 5, () => statusPage(asked.kuma, "default")),
  "/api/entry-page": ({ kuma: { entryPage } }) => json({ type: "entryPage", entryPage }),
  "/setup-database-info": () => json({ runningSetup: false, needSetup: false }),
  "/metrics": ({ kuma, request }) =>
    isAuthorized(kuma, request)
      ? { status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: kuma.metrics.text() }
      : {
          status: 401,
          type: "text/html; charset=utf-8",
          body: "",
          headers: { "www-authenticate": "Basic" },
        },
};
