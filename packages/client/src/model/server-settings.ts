/**
 * The settings of a server. One that was never set is missing, and so is one that the version does not have; those of a
 * newer server stand beside them.
 */
export interface ServerSettings {
  /** Whether the server looks for a newer version of itself. */
  readonly checkUpdate?: boolean | undefined;
  /** Whether betas count for that. */
  readonly checkBeta?: boolean | undefined;
  /** Whether search engines may list it. */
  readonly searchEngineIndex?: boolean | undefined;
  /** What it shows at its root: `dashboard`, or `statusPage-<slug>`. */
  readonly entryPage?: string | undefined;
  /** Whether the container keeps a name service cache. */
  readonly nscd?: boolean | undefined;
  /** Whether it keeps DNS answers for an hour (1.23). */
  readonly dnsCache?: boolean | undefined;
  /** For how many days heartbeats are kept; 0 for ever. @defaultValue 180 */
  readonly keepDataPeriodDays?: number | undefined;
  /** How many days before a certificate ends it warns. @defaultValue `[7, 14, 21]` */
  readonly tlsExpiryNotifyDays?: readonly number[] | undefined;
  /** How many days before a domain ends it warns (2.1 and later). */
  readonly domainExpiryNotifyDays?: readonly number[] | undefined;
  /** Whether it believes what a proxy in front says of the client's address. */
  readonly trustProxy?: boolean | undefined;
  /** Its own address, for links in alerts. */
  readonly primaryBaseURL?: string | null | undefined;
  /** Its time zone, such as `Europe/Berlin`. */
  readonly serverTimezone?: string | undefined;
  /** Whether everybody is let in without a log-in. */
  readonly disableAuth?: boolean | undefined;
  /** The browser for monitors of the type real-browser. */
  readonly chromeExecutable?: string | null | undefined;
  /** The key for game servers of Steam. Not enumerable. */
  readonly steamAPIKey?: string | null | undefined;
  /** The token for Globalping (2.1 and later). Not enumerable. */
  readonly globalpingApiToken?: string | null | undefined;
  /** A setting that this package does not know. */
  readonly [key: string]: unknown;
}
