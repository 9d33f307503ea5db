import * as z from "zod";
import { checkObject } from "../arguments/check-object.ts";
import { KumaUnsupportedError, KumaValidationError } from "../errors/kuma-errors.ts";
import type { Logger } from "../logger.ts";
import { validate } from "../monitor-types/validate.ts";
import type { ServerInfo } from "../server-version/server-info.ts";
import { isAtLeast, parseVersion } from "../server-version/version.ts";
import { closest } from "@kumakit/text";
import { mustBe } from "./field-schema.ts";
import { commonShape, notesKey, notificationPatchSchemaOf, notificationSchemaOf } from "./notification-schema-of.ts";
import type { NotificationTypeDefinition } from "./notification-type-definition.ts";
import { findNotificationType, notificationTypes } from "./registry.ts";

type Config = Readonly<Record<string, unknown>>;

/** The server, for the checks, and the receiver of the warnings. */
export interface NotificationCheck {
  readonly server: ServerInfo;
  readonly logger: Logger;
}

const newestKnown = [2, 5, 3] as const;
const commonFields: readonly string[] = [...Object.keys(commonShape), "type"];

const typeSchema = z.looseObject({ type: z.string(mustBe("a text")).min(1, "must not be empty") });
const anySchema: z.ZodType<Config> = z.looseObject({ ...commonShape, type: z.string() });

function isAtLeastLine(server: ServerInfo, floor: string): boolean {
  const line = parseVersion(server.capabilities.line);
  const version = parseVersion(floor);
  return line === undefined || version === undefined || isAtLeast(line, version);
}

function isNewerThanKnown(server: ServerInfo): boolean {
  const line = parseVersion(server.capabilities.line);
  return line === undefined || !isAtLeast(newestKnown, line);
}

function checkServerHas({ type, since, removed }: NotificationTypeDefinition, server: ServerInfo): void {
  if (!isAtLeastLine(server, since)) {
    throw new KumaUnsupportedError(`The notification type "${type}"`, { needs: since, serverVersion: server.version });
  }
  if (removed !== undefined && isAtLeastLine(server, removed))
    throw new KumaValidationError("type", `Uptime Kuma ${removed} and later have no "${type}" any more`);
}

function checkRules({ fields, needsOneOf = [] }: NotificationTypeDefinition, config: Config): void {
  const isThere = (name: string): boolean => config[name] !== undefined && config[name] !== "";
  for (const [name, { neededWith }] of Object.entries(fields)) {
    if (neededWith === undefined || isThere(name)) continue;
    const [other, value] = neededWith;
    if (config[other] === value)
      throw new KumaValidationError(name, `must be given when ${other} is ${JSON.stringify(value)}`);
  }
  const [first] = needsOneOf;
  if (first !== undefined && !needsOneOf.some(isThere))
    throw new KumaValidationError(first, `one of ${needsOneOf.join(", ")} must be given`);
}

/** A field that no version up to the newest known one reads is a slip; a newer server may well read it. */
function checkNames(definition: NotificationTypeDefinition, names: readonly string[], check: NotificationCheck): void {
  const known = [...commonFields, ...Object.keys(definition.fields)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  if (isNewerThanKnown(check.server)) {
    check.logger.warn(`the notification type "${definition.type}" has no field "${unknown}" that this client knows`);
    return;
  }
  const meant = closest(unknown, known);
  const problem = `${definition.title} has no such field`;
  throw new KumaValidationError(unknown, meant === undefined ? problem : `${problem}; did you mean "${meant}"?`);
}

function warnOfLateFields(definition: NotificationTypeDefinition, config: Config, check: NotificationCheck): void {
  for (const [name, { since }] of Object.entries(definition.fields)) {
    if (config[name] === undefined || since === undefined || isAtLeastLine(check.server, since)) continue;
    check.logger.warn(`Uptime Kuma ${check.server.version} does not look at "${name}", which came with ${since}`);
  }
}

function checkUnknownType(type: string, check: NotificationCheck): void {
  const meant = closest(
    type,
    notificationTypes.map((definition) => definition.type),
  );
  if (meant !== undefined && !isNewerThanKnown(check.server)) {
    throw new KumaValidationError(
      "type",
      `Uptime Kuma has no notification type ${JSON.stringify(type)}; did you mean "${meant}"?`,
    );
  }
  check.logger.warn(`this client does not know the notification type ${JSON.stringify(type)}; its fields go unchecked`);
}

/**
 * Checks what a notification is to be made from. The provider's fields are checked by name and value, as far as the
 * provider is known; the server itself checks none of them.
 *
 * @throws {@link KumaValidationError} naming the field.
 * @throws {@link KumaUnsupportedError} when the server is older than the provider.
 */
export function validateNotification(input: object, check: NotificationCheck): Config {
  const type = validate(typeSchema, input).type;
  const definition = findNotificationType(type);
  if (definition === undefined) {
    checkUnknownType(type, check);
    return validate(anySchema, input);
  }
  checkServerHas(definition, check.server);
  checkNames(definition, definedNamesOf(input), check);
  const config = validate(notificationSchemaOf(definition), input);
  checkRules(definition, config);
  warnOfLateFields(definition, config, check);
  return config;
}

/**
 * The fields that stay when a notification changes its type. None of the old provider's go along: its secrets are not
 * for the new one, and no later change would remove them.
 */
export function keptFields(config: Config): Config {
  return Object.fromEntries(
    ["name", "isDefault", notesKey].flatMap((name) => (name in config ? [[name, config[name]]] : [])),
  );
}

/**
 * Checks a change. Only what is changed is looked at: the rest of a stored notification is left as it is.
 *
 * @param present - What is stored, with its type.
 * @throws {@link KumaValidationError}, {@link KumaUnsupportedError}
 */
export function validateNotificationPatch(patch: Config, present: Config, check: NotificationCheck): Config {
  checkObject(patch, "patch");
  const before = present["type"];
  const type = patch["type"] ?? before;
  const definition = typeof type === "string" ? findNotificationType(type) : undefined;
  const changes = validate(notificationPatchSchemaOf(definition), patch);
  if (type !== before) {
    validateNotification({ ...keptFields(present), ...changes }, check);
    return changes;
  }
  if (definition === undefined) return changes;
  checkNames(
    definition,
    definedNamesOf(changes).filter((name) => !(name in present)),
    check,
  );
  checkRules(definition, { ...present, ...changes });
  warnOfLateFields(definition, changes, check);
  return changes;
}

function definedNamesOf(config: object): readonly string[] {
  return Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
}
