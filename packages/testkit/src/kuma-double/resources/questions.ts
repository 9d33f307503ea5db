import { isIP } from "node:net";
import { readRecorded } from "../recorded/recorded-file.ts";
import { NoAnswerError, objectAt, type Call, type CallHandler } from "../socket/call.ts";

const { games, pushExamples } = readRecorded("answers") as {
  readonly games: unknown;
  readonly pushExamples: Readonly<Record<string, string>>;
};

function showPushExample({ args: [language], reply }: Call): void {
  const name = String(language);
  if (!/^[a-z-]+$/.test(name)) throw new Error("Invalid language");
  const code = pushExamples[name];
  reply(code === undefined ? { ok: false, msg: "Not found" } : { ok: true, code });
}

/** Of real domains the double knows nothing. */
function checkDomain(call: Call): void {
  const { type, url } = objectAt(call, 0, "type");
  const refused = (msg: string, meta: unknown): void => call.reply({ ok: false, msg, msgi18n: true, meta });
  if (type === "push") return refused("domain_expiry_unsupported_monitor_type", {});
  if (type !== "http") throw new NoAnswerError("the double knows no other types");
  const domain = URL.canParse(String(url)) ? new URL(String(url)).hostname : String(url);
  if (isIP(domain) === 0 && domain.includes(".")) throw new NoAnswerError("the double knows no domains");
  return refused("domain_expiry_unsupported_is_icann", { domain, publicSuffix: isIP(domain) === 0 ? domain : null });
}

/** Questions about the server and about the world. */
export const questionCalls: Readonly<Record<string, CallHandler>> = {
  getGameList: { values: 0, work: ({ reply }) => reply({ ok: true, gameList: games }) },
  getPushExample: { values: 1, work: showPushExample },
  checkDomain: { values: 1, work: checkDomain },
};
