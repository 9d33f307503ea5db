import { askByHttp, hasCookieSessions, signIn, turnOnTwoFactorByHttp } from "./cookie-sessions.ts";
import type { KumaAdmin } from "./kuma-server.ts";
import { KumaSocket } from "./kuma-socket.ts";

const timeout = 15_000;

/**
 * Makes the admin of a server that has none yet.
 *
 * @returns whether it had none.
 */
export async function makeFirstAdmin(url: string, admin: KumaAdmin): Promise<boolean> {
  const socket = await KumaSocket.open(url, timeout);
  try {
    if (!(await socket.call<boolean>("needSetup"))) return false;
    if (await hasCookieSessions(url)) await askByHttp(url, { path: "/api/setup", send: { ...admin } });
    else await socket.demand("setup", admin.username, admin.password);
    return true;
  } finally {
    socket.close();
  }
}

/** Logs in once, to see that the account is right. One of the 20 logins per minute that a server allows. */
export async function checkAdmin(url: string, admin: KumaAdmin): Promise<void> {
  await asAdmin(url, admin, async () => {});
}

/** Switches the search for newer versions off. The server wants all its settings back, not only the changed one. */
export async function stopUpdateChecks(url: string, admin: KumaAdmin): Promise<void> {
  await asAdmin(url, admin, async (socket) => {
    const { data } = await socket.demand<{ data: Record<string, unknown> }>("getSettings");
    await socket.demand("setSettings", { ...data, checkUpdate: false }, null);
  });
}

/**
 * Switches two-factor authentication on for the admin.
 *
 * @returns the otpauth:// URL of the QR code: the secret that codes are made from
 */
export async function turnOnTwoFactor(url: string, admin: KumaAdmin): Promise<string> {
  if (await hasCookieSessions(url)) return await turnOnTwoFactorByHttp(url, admin);
  let secret = "";
  await asAdmin(url, admin, async (socket) => {
    const { uri } = await socket.demand<{ uri: string }>("prepare2FA", admin.password);
    await socket.demand("save2FA", admin.password);
    secret = uri;
  });
  return secret;
}

async function asAdmin(url: string, admin: KumaAdmin, work: (socket: KumaSocket) => Promise<void>): Promise<void> {
  const cookie = (await hasCookieSessions(url)) ? await signIn(url, admin) : undefined;
  const socket = await KumaSocket.open(url, timeout, cookie === undefined ? {} : { cookie });
  try {
    if (cookie === undefined) await socket.demand("login", { ...admin, token: "" });
    await work(socket);
  } finally {
    socket.close();
  }
}
