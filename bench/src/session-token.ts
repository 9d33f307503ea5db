import { io } from "socket.io-client";

/** Logs in with a password, and gives the session token. */
export async function sessionToken(url: string, username: string, password: string): Promise<string> {
  const socket = io(url, { transports: ["websocket"], reconnection: false });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("info", () => resolve());
      socket.once("connect_error", reject);
    });
    const credentials = { username, password, token: "" };
    const answer = (await socket.timeout(10_000).emitWithAck("login", credentials)) as { token?: string; msg?: string };
    if (answer.token === undefined) throw new Error(`the server refused the login: ${answer.msg}`);
    return answer.token;
  } finally {
    socket.disconnect();
  }
}
