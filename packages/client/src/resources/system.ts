import * as z from "zod";
import { checkFilledText } from "../arguments/check-text.ts";
import { checkObject } from "../arguments/check-object.ts";
import { KumaRejectedError, KumaValidationError } from "../errors/kuma-errors.ts";
import { fieldOf, readAck } from "../protocol/ack.ts";
import { parsePayload } from "../protocol/parse-payload.ts";
import { hasVersion, needsVersion } from "../server-version/needs-version.ts";
import type { CallOptions } from "./call-options.ts";
import type { ClientContext } from "./client-context.ts";

/** A server's facts about itself. */
export interface SystemInfo {
  /** Its version. */
  readonly version: string;
  /** The newest version that it knows of; `null` when it does not look. */
  readonly latestVersion: string | null;
  /** Whether it runs in a container; `null` where it does not say. */
  readonly isContainer: boolean | null;
  /** Its database, such as `sqlite` or `mariadb`; `null` before 2.0. */
  readonly database: string | null;
  /** Where it runs, such as `{ platform: "linux", arch: "x64" }`; `null` before 2.1. */
  readonly runtime: { readonly platform: string; readonly arch: string } | null;
  /** Its own address, when that is set. */
  readonly primaryBaseUrl: string | null;
  /** Its time zone. */
  readonly timeZone: string;
  /** How far that is ahead of UTC, such as `+02:00`. */
  readonly timeZoneOffset: string;
}

/** A game that a monitor of the type gamedig can ask. */
export interface Game {
  /** What the monitor's `game` is set to. */
  readonly keys: readonly string[];
  /** Its name. */
  readonly name: string;
}

/** A registered domain name. */
export interface DomainName {
  /** The part that is registered, such as `example.org`. */
  readonly domain: string;
  /** What stands behind it, such as `org`. */
  readonly tld: string;
}

/** The languages that 2.x has examples in. */
export const pushExampleLanguages = [
  "bash-curl",
  "csharp",
  "docker",
  "go",
  "java",
  "javascript-fetch",
  "php",
  "powershell",
  "python",
  "typescript-fetch",
] as const;

/** A language of {@link pushExampleLanguages}. */
export type PushExampleLanguage = (typeof pushExampleLanguages)[number];

/** A server's facts about itself, and its look-ups. */
export interface System {
  /** The server's version, database, time zone and so on. */
  info(options?: CallOptions): Promise<SystemInfo>;
  /**
   * A program that feeds a push monitor; the URL is to be put in.
   *
   * @throws {@link KumaUnsupportedError} when the server is older than 2.0.
   * @throws {@link KumaValidationError} when the server has no example in that language.
   */
  pushExample(language: PushExampleLanguage, options?: CallOptions): Promise<string>;
  /** The games that monitors of the type gamedig can ask. */
  games(options?: CallOptions): Promise<readonly Game[]>;
  /**
   * The registered domain name that a monitor's target belongs to, whose end the server can watch.
   *
   * @param target - The monitor's type, and its address in the field that the type has for it.
   * @throws {@link KumaUnsupportedError} when the server is older than 2.1.
   * @throws {@link KumaRejectedError} when the end of that domain cannot be watched.
   */
  checkDomain(
    target: { readonly type: string; readonly url?: string; readonly hostname?: string; readonly grpcUrl?: string },
    options?: CallOptions,
  ): Promise<DomainName>;
  /** Deletes the heartbeats and the statistics of every monitor. Cannot be undone. */
  clearStatistics(options?: CallOptions): Promise<void>;
}

const infoSchema = z.looseObject({
  version: z.string(),
  latestVersion: z.string().nullish(),
  isContainer: z.boolean().nullish(),
  dbType: z.string().nullish(),
  runtime: z.looseObject({ platform: z.string(), arch: z.string() }).nullish(),
  primaryBaseURL: z.string().nullish(),
  serverTimezone: z.string().nullish(),
  serverTimezoneOffset: z.string().nullish(),
});

const gamesSchema = z.array(z.looseObject({ keys: z.array(z.string()), pretty: z.string() }));

/** {@link System} over a connection. */
export class SystemOverSocket implements System {
  readonly #context: ClientContext;

  /** Takes the connection. */
  constructor(context: ClientContext) {
    this.#context = context;
  }

  async info(options?: CallOptions): Promise<SystemInfo> {
    const { live, transport } = this.#context;
    await transport.ready(options);
    const wire = parsePayload("The server's information", infoSchema, await live.info(transport, options));
    return {
      version: wire.version,
      latestVersion: wire.latestVersion ?? null,
      isContainer: wire.isContainer ?? null,
      database: wire.dbType ?? null,
      runtime: wire.runtime ? { platform: wire.runtime.platform, arch: wire.runtime.arch } : null,
      primaryBaseUrl: wire.primaryBaseURL ?? null,
      timeZone: wire.serverTimezone ?? "UTC",
      timeZoneOffset: wire.serverTimezoneOffset ?? "+00:00",
    };
  }

  async pushExample(language: PushExampleLanguage, options?: CallOptions): Promise<string> {
    checkFilledText(language, "language", 100);
    needsVersion(this.#context.server, "2.0", "An example of a push");
    const answer = await this.#context.transport.call("getPushExample", [language], options);
    try {
      return fieldOf(readAck(answer, { what: "The example of a push" }), "code", z.string());
    } catch (error) {
      if (!(error instanceof KumaRejectedError)) throw error;
      throw new KumaValidationError("language", `must be one of ${pushExampleLanguages.join(", ")}`, { cause: error });
    }
  }

  async games(options?: CallOptions): Promise<readonly Game[]> {
    const answer = await this.#context.transport.call("getGameList", [], options);
    const games = fieldOf(readAck(answer, { what: "The list of games" }), "gameList", gamesSchema);
    return games.map(({ keys, pretty }) => ({ keys, name: pretty }));
  }

  async checkDomain(
    target: { readonly type: string; readonly url?: string; readonly hostname?: string; readonly grpcUrl?: string },
    options?: CallOptions,
  ): Promise<DomainName> {
    checkObject(target, "target");
    checkFilledText(target.type, "type", 100);
    const { server, transport } = this.#context;
    needsVersion(server, "2.1", "Looking a domain up");
    // The event was misspelt in the 2.1 releases.
    const event = hasVersion(server, "2.2") ? "checkDomain" : "checkMointor";
    const ack = readAck(await transport.call(event, [target], options), { what: "The domain" });
    return { domain: fieldOf(ack, "domain", z.string()), tld: fieldOf(ack, "tld", z.string()) };
  }

  async clearStatistics(options?: CallOptions): Promise<void> {
    readAck(await this.#context.transport.call("clearStatistics", [], options), { what: "Clearing the statistics" });
  }
}
