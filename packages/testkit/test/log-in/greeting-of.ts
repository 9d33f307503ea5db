import { io } from "socket.io-client";

/** The messages that say who is in, and when a log-in is over. */
const told = new Set(["info", "setup", "session", "loginRequired", "statusPageList"]);

/** The messages of a server to a connection with a cookie, until it is clear whether that is let in. */
export async function connectionTo(url: string, cookie: string): Promise<readonly unknown[]> {
  const extraHeaders = cookie === "" ? {} : { cookie };
  const socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true, extraHeaders });
  const said: unknown[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`said ${JSON.stringify(said)} and no more`)), 10_000);
      socket.onAny((event: string, value: unknown) => {
        if (told.has(event)) said.push(event === "info" ? infoOf(value) : event === "session" ? [event, value] : event);
        if (event !== "loginRequired" && event !== "statusPageList") return;
        clearTimeout(timer);
        resolve();
      });
    });
    return said;
  } finally {
    socket.disconnect();
  }
}

function infoOf(value: unknown): string {
  const version: unknown = Reflect.get(Object(value), "version");
  return typeof version === "string" ? `info of ${version}` : "info";
}
