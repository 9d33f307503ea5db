import { codeNow } from "../kuma-double/auth/one-time-code.ts";
import type { KumaAdmin } from "./kuma-server.ts";

/** Whether a server keeps who is logged in in cookies and has its log-in over HTTP: 3.0 and later. */
export async function hasCookieSessions(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/auth/ok`, { signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  return response.headers.get("content-type")?.includes("json") === true && text === '{"ok":true}';
}

/** Something that is asked by HTTP. */
interface Question {
  readonly path: string;
  readonly send: Readonly<Record<string, unknown>>;
  readonly cookie?: string;
}

/** Sends JSON. @throws Error with what the server says when it refuses. */
export async function askByHttp(url: string, { path, send, cookie }: Question): Promise<Response> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url, ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify(send),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`the server refused login: ${path} ${response.status} ${await response.text()}`);
  return response;
}

/** The session's cookie, for a handshake. */
export async function signIn(url: string, admin: KumaAdmin): Promise<string> {
  return cookieOf(await askByHttp(url, { path: "/api/auth/sign-in/username", send: { ...admin } }));
}

/** Switches two-factor authentication on. @returns its otpauth:// URL */
export async function turnOnTwoFactorByHttp(url: string, admin: KumaAdmin): Promise<string> {
  const cookie = await signIn(url, admin);
  const ask = (path: string, send: Question["send"]): Promise<Response> =>
    askByHttp(url, { path: `/api/auth/two-factor/${path}`, send, cookie });
  const { totpURI } = (await (await ask("enable", { password: admin.password })).json()) as { totpURI: string };
  await ask("verify-totp", { code: codeNow(new URL(totpURI).searchParams.get("secret") ?? "") });
  return totpURI;
}

function cookieOf(response: Response): string {
  const cookie = response.headers.getSetCookie().find((one) => one.includes("session_token="));
  if (cookie === undefined) throw new Error("the server gave no session");
  return cookie.split(";", 1)[0] ?? "";
}
