import { maskSecrets } from "@kumakit/text";

import { maskedBy } from "../notifications/masked-config.ts";
import type { Json } from "../server-settings.ts";

const mask = "***";

/** Names of fields that hold a secret wherever they stand, however the words in them are joined. */
const secretName =
  /password|passwd|passphrase|(?:^|_)pass$|token|secret|api_?key|private_?key|tls_?key|^key$|credential|authorization|cookie|webhook|connection_?string|^uri$|^headers$/i;

/** Events whose arguments are passwords and tokens. */
const secretEvent = /2FA|password|login|setup|token|cloudflared|setSettings/i;

/** The part of a monitor type's field that counts here. */
interface MonitorField {
  readonly isSecret?: boolean | undefined;
  readonly wire: readonly string[];
}

type Masker = (value: unknown) => Json;

/**
 * Makes what takes the secrets out of an answer of the server: fields that the monitor types and the notification providers
 * call secret, fields that are called like one, and secrets within texts.
 *
 * @param known - secrets that go wherever they stand
 */
export async function answerMasker(known: readonly string[]): Promise<Masker> {
  const { describeNotificationTypes, findMonitorType, monitorTypes } = await import("../client-work.ts");
  const secretFields = new Set(
    monitorTypes.flatMap(({ type }) =>
      Object.values<MonitorField>(findMonitorType(type)?.fields ?? {}).flatMap(({ isSecret, wire }) =>
        isSecret === true ? wire.map(inOneCase) : [],
      ),
    ),
  );
  const providers = new Map(describeNotificationTypes().map((provider) => [provider.type, provider]));
  const isSecret = (name: string): boolean => secretName.test(name) || secretFields.has(inOneCase(name));

  const textOf = (text: string, name: string): Json => {
    if (text === "") return text;
    if (name === "config" && text.startsWith("{")) return configOf(text);
    return isSecret(name) ? mask : maskSecrets(text, known);
  };
  /** A notification's settings, which the server sends as JSON within JSON. */
  const configOf = (text: string): Json => {
    try {
      const config = JSON.parse(text) as Record<string, unknown>;
      const own = Object.entries(config).filter(([name]) => ["name", "type", "isDefault"].includes(name));
      return JSON.stringify({ ...Object.fromEntries(own), ...maskedBy(providers.get(String(config["type"])), config) });
    } catch {
      return mask;
    }
  };
  const valueOf = (value: unknown, name: string): Json => {
    if (typeof value === "string") return textOf(value, name);
    if (typeof value === "number") return isSecret(name) && !/id$|count$/i.test(name) ? mask : value;
    if (typeof value === "boolean") return value;
    if (typeof value !== "object" || value === null) return null;
    if (Array.isArray(value)) return value.map((one) => valueOf(one, name));
    const entries = Object.entries(value).map(
      ([key, one]) => [key, valueOf(one, isSecret(name) ? name : key)] as const,
    );
    return Object.fromEntries(entries);
  };
  return (value) => valueOf(value, "");
}

/** The arguments of an event, for a plan: those of some events are secrets that no name gives away. */
export async function maskedArguments(event: string, args: readonly unknown[]): Promise<readonly Json[]> {
  const masked = await answerMasker([]);
  return args.map((arg) => (typeof arg === "string" && secretEvent.test(event) ? mask : masked(arg)));
}

/** Columns are called `push_token` in one event and `pushToken` in another. */
function inOneCase(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
