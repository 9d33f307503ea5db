import * as z from "zod";
import { checkText } from "../arguments/check-text.ts";
import { checkCallOptions } from "../arguments/check-call-options.ts";
import { KumaAuthError, KumaValidationError } from "../errors/kuma-errors.ts";
import type { ServerSettings } from "../model/server-settings.ts";
import { isTimeZone } from "../model/local-time.ts";
import { validate } from "../monitor-types/validate.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { hide } from "../protocol/hide.ts";
import { serverSaid } from "../protocol/server-words.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";
import { editToLast } from "./lasting-edit.ts";
import { isSameValue } from "../same-value.ts";

/** How settings are changed. */
export interface UpdateSettingsOptions extends CallOptions {
  /** The account's password, wanted by the server before it switches authentication off. */
  readonly currentPassword?: string | undefined;
}

/** The settings of a server. */
export interface Settings {
  /** All of them. */
  get(options?: CallOptions): Promise<ServerSettings>;
  /**
   * Changes some settings, and leaves the others alone, also when another client changes them at the same time. Sends nothing when nothing
   * would change. Switching authentication on again throws everybody else out.
   *
   * @throws {@link KumaValidationError} when a setting is wrong, is known neither here nor to the server, or
   * `disableAuth` is to be switched on without `currentPassword`.
   * @throws {@link KumaAuthError} when the password is wrong.
   * @throws {@link KumaConflictError} when others change the settings at the same time, and the change does not stay.
   */
  update(patch: ServerSettings, options?: UpdateSettingsOptions): Promise<ServerSettings>;
}

const daysSchema = z.array(z.int().positive("must be a number of days")).readonly();

const shape = {
  checkUpdate: z.boolean(),
  checkBeta: z.boolean(),
  searchEngineIndex: z.boolean(),
  entryPage: z.string().regex(/^(?:dashboard|statusPage-.+)$/, "must be dashboard or statusPage-<slug>"),
  nscd: z.boolean(),
  dnsCache: z.boolean(),
  keepDataPeriodDays: z.int("must be a whole number of days").min(0, "must not be negative"),
  tlsExpiryNotifyDays: daysSchema,
  domainExpiryNotifyDays: daysSchema,
  trustProxy: z.boolean(),
  primaryBaseURL: z.string().nullable(),
  serverTimezone: z.string().refine(isTimeZone, "must be the name of a time zone"),
  disableAuth: z.boolean(),
  chromeExecutable: z.string().nullable(),
  steamAPIKey: z.string().nullable(),
  globalpingApiToken: z.string().nullable(),
};
const patchSchema = z.looseObject(z.object(shape).partial().shape);
const secretKeys = ["steamAPIKey", "globalpingApiToken"] as const;
const dataSchema = z.record(z.string(), z.unknown());

type Data = Readonly<Record<string, unknown>>;

// The server's values where nothing is stored; left out, it would forget them until it is started again.
const defaults: Data = { entryPage: "dashboard", disableAuth: false };

// The server stores what it is sent and leaves the rest alone. These it takes for changed when they are left out: it would
// forget the entry page, or start a service again. So it may be with settings of a later version.
const sentAlways: readonly string[] = ["entryPage", "chromeExecutable", "nscd"];

/** The settings that a change has to send; a write of another client of the others stays. */
function partToSend(before: Data, row: Data): Data {
  const isNeeded = ([name, value]: readonly [string, unknown]): boolean =>
    sentAlways.includes(name) || !Object.hasOwn(shape, name) || !isSameValue(value, before[name]);
  const part = Object.fromEntries(Object.entries(row).filter(isNeeded));
  // Left out, it means that authentication is to be switched on. When somebody has done that meanwhile, it wants a password.
  return row["disableAuth"] === true ? { ...part, disableAuth: true } : part;
}

function settingsOf(data: Data): ServerSettings {
  const present = secretKeys.filter((key) => Object.hasOwn(data, key));
  return hide({ ...data }, ...present);
}

function changesIn(patch: ServerSettings, present: Data): Data {
  const checked: Data = validate(patchSchema, patch);
  const changes = Object.fromEntries(Object.entries(checked).filter(([, value]) => value !== undefined));
  const unknown = Object.keys(changes).find((key) => !Object.hasOwn(shape, key) && !Object.hasOwn(present, key));
  if (unknown !== undefined) throw new KumaValidationError(unknown, "there is no such setting");
  return changes;
}

/** {@link Settings} over a connection. */
export class SettingsOverSocket implements Settings {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async get(options?: CallOptions): Promise<ServerSettings> {
    return settingsOf(await this.#read(options));
  }

  async update(patch: ServerSettings, options: UpdateSettingsOptions = {}): Promise<ServerSettings> {
    validate(patchSchema, patch);
    checkCallOptions(options);
    if (options.currentPassword !== undefined) checkText(options.currentPassword, "currentPassword");
    return this.#context.writes.one(["settings", undefined], () => this.#change(patch, options), options);
  }

  async #change(patch: ServerSettings, options: UpdateSettingsOptions): Promise<ServerSettings> {
    let present: Data = {};
    await editToLast(this.#context, {
      what: "the settings",
      isInSteps: (names) => names.length > 1,
      options,
      read: async () => {
        present = await this.#read(options);
        return { ...defaults, ...present };
      },
      wish: (row) => ({ ...row, ...changesIn(patch, row) }),
      write: async (row) => {
        const before = { ...defaults, ...present };
        const isOpening = row["disableAuth"] === true && before["disableAuth"] !== true;
        if (isOpening && options.currentPassword === undefined)
          throw new KumaValidationError("currentPassword", "is needed to switch authentication off");
        await this.#write(row, partToSend(before, row), options);
      },
    });
    return settingsOf(present);
  }

  async #read(options?: CallOptions): Promise<Data> {
    const ack = readAck(await this.#context.transport.call("getSettings", [], options), { what: "The settings" });
    return fieldOf(ack, "data", dataSchema);
  }

  async #write(row: Data, part: Data, options: UpdateSettingsOptions): Promise<void> {
    const { currentPassword = "" } = options;
    const secrets = [currentPassword, ...secretKeys.map((key) => row[key])].filter((text) => typeof text === "string");
    const answer = await this.#context.transport.call("setSettings", [part, currentPassword], options);
    try {
      readAck(answer, { what: "The change of the settings", secrets });
    } catch (error) {
      if (!serverSaid(error, "wrongCurrentPassword")) throw error;
      throw new KumaAuthError("KUMA_AUTH_INVALID_CREDENTIALS", "The server does not accept that password.", {
        secrets,
      });
    }
  }
}
