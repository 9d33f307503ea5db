import { secretsOf } from "../errors/redact.ts";
import { notesKey } from "./notification-schema-of.ts";
import { findNotificationType } from "./registry.ts";

const longEnough = 8;

function pathOf(text: string): readonly string[] {
  if (!/^[a-z][\w+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [];
  const { pathname, search, username, password } = new URL(text);
  const parts = [`${pathname}${search}`, pathname, username, password];
  return parts.filter((part) => part.length >= longEnough);
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every text in a value, also those in JSON inside a text and the telling parts of an address. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    const inner = parsed(value);
    return [value, ...pathOf(value), ...(inner === undefined ? [] : textsIn(inner))];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * The texts that an error about a notification must not show: fields that are known to be secret, however short, and
 * every longer text that is not plainly harmless. The server repeats them in its messages: a webhook's address is its
 * secret. The notes of kumakit are not secret.
 *
 * @param given - The notification's settings.
 */
export function secretValuesOf(given: Readonly<Record<string, unknown>>): readonly string[] {
  const { [notesKey]: _, ...config } = given;
  const type = config["type"];
  const fields = (typeof type === "string" ? findNotificationType(type)?.fields : undefined) ?? {};
  const known = Object.entries(fields).filter(([, { secret }]) => secret === true);
  const deep = Object.values(config).filter((value) => typeof value === "object" || parsed(value) !== undefined);
  return [
    ...secretsOf(config),
    ...secretsOf(config).flatMap(pathOf),
    ...known.flatMap(([name]) => textsIn(config[name])),
    ...deep.flatMap(textsIn),
  ];
}
