import { NoAnswerError, type Call, type CallHandler } from "./call.ts";
import type { DoubleSession } from "./double-session.ts";
import { sendAnonymousInfo } from "../resources/info.ts";
import { callHandlers } from "../resources/registry.ts";
import { logIn } from "./log-in.ts";

/** Greets a client as a 2.5.3 server does, and answers its calls. */
export function serveSession(session: DoubleSession): void {
  sendAnonymousInfo(session);
  const { kuma } = session;
  if (kuma.needsSetup) session.send("setup");
  for (const [event, handler] of Object.entries(callHandlers)) {
    session.socket.on(event, (...received: unknown[]) => void answer(session, handler, received));
  }
  const [user] = kuma.database.all("user");
  if (kuma.settings.get("disableAuth") === true && user !== undefined) {
    logIn(session, user.id);
    session.send("autoLogin");
  } else {
    session.send("loginRequired");
  }
}

async function answer(session: DoubleSession, handler: CallHandler, received: readonly unknown[]): Promise<void> {
  const acknowledge = received[handler.values];
  const call: Call = {
    session,
    args: received.slice(0, handler.values),
    reply: (...answers) => {
      if (typeof acknowledge !== "function") throw new NoAnswerError("callback is not a function");
      (acknowledge as (...values: unknown[]) => void)(...answers);
    },
  };
  try {
    await work(call, handler);
  } catch (error) {
    // A real server logs it as an unhandled rejection and goes on.
    session.kuma.log.add(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function work(call: Call, handler: CallHandler): Promise<void> {
  try {
    if (handler.isPublic !== true && call.session.userId === undefined) throw new Error("You are not logged in.");
    await handler.work(call);
  } catch (error) {
    if (error instanceof NoAnswerError) throw error;
    call.reply({ ok: false, msg: error instanceof Error ? error.message : String(error) });
  }
}
