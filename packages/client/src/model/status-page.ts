/** Counts the visitors of a status page with an outside service. */
export interface StatusPageAnalytics {
  /** The service. Servers before 2.1 know `google` only. */
  readonly type: "google" | "umami" | "plausible" | "matomo" | "rybbit";
  /** The site's id there. */
  readonly id: string;
  /** The address of the service's script; `google` needs none. */
  readonly scriptUrl?: string | null | undefined;
}

/** A monitor on a status page. */
export interface StatusPageMonitor {
  /** The monitor's id. */
  readonly id: number;
  /** Whether the monitor's address is a link on the page. @defaultValue `false` */
  readonly sendUrl?: boolean | undefined;
  /** Another address for that link (2.0 and later). @defaultValue the monitor's own */
  readonly url?: string | null | undefined;
}

/** A group of monitors on a status page; what is not in a group is not on the page. */
export interface StatusPageGroup {
  /** The group's id; a group without one is new. */
  readonly id?: number | undefined;
  /** Its headline. */
  readonly name: string;
  /** Its monitors, in the order in which they are shown. */
  readonly monitors: readonly StatusPageMonitor[];
}

/** How a status page looks. */
export type StatusPageTheme = "auto" | "light" | "dark";

/** A status page as the server has it, without its groups. */
export interface StatusPageSummary {
  /** Its id. */
  readonly id: number;
  /** Its place: `/status/<slug>`. */
  readonly slug: string;
  /** Its title. */
  readonly title: string;
  /** What it says below the title, in Markdown; empty when there is nothing. */
  readonly description: string;
  /** The address of its icon; one that was uploaded starts with `/upload/`. */
  readonly icon: string;
  /** How it looks. */
  readonly theme: StatusPageTheme;
  /** Always true; no version lets it be changed. */
  readonly published: boolean;
  /** Whether the monitors' tags are shown. */
  readonly showTags: boolean;
  /** Whether the page says what it was made with. */
  readonly showPoweredBy: boolean;
  /** Whether the days are shown for which certificates are valid. */
  readonly showCertificateExpiry: boolean;
  /** The hosts at whose root the page is. */
  readonly domainNames: readonly string[];
  /** Its own style sheet. */
  readonly customCss: string;
  /** Its footer, in Markdown. */
  readonly footerText: string;
  /** Who counts its visitors. */
  readonly analytics: StatusPageAnalytics | null;
  /** Seconds between reloads; `null` on servers before 2.0. */
  readonly autoRefreshInterval: number | null;
  /** Whether only the last heartbeat is shown; `null` on servers before 2.1. */
  readonly showOnlyLastHeartbeat: boolean | null;
  /** The title of its RSS feed; `null` when none is set, or the server is older than 2.1. */
  readonly rssTitle: string | null;
  /** Everything that the server sent. Not enumerable. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A group as it is on a page: with its id. */
export interface PlacedStatusPageGroup extends StatusPageGroup {
  /** The group's id. */
  readonly id: number;
}

/** A status page as the server has it. */
export interface StatusPage extends StatusPageSummary {
  /** Its groups, in the order in which they are shown. */
  readonly groups: readonly PlacedStatusPageGroup[];
}

/** Changes to a status page; what is left out stays. */
export interface StatusPagePatch {
  /** Its new place; links to the old one break. */
  readonly slug?: string | undefined;
  /** Its title. */
  readonly title?: string | undefined;
  /** What it says below the title, in Markdown. */
  readonly description?: string | undefined;
  /** A PNG image as a data URL (`data:image/png;base64,…`), or the address of an image. */
  readonly icon?: string | undefined;
  /** How it looks. @defaultValue `auto` */
  readonly theme?: StatusPageTheme | undefined;
  /** Whether the monitors' tags are shown. */
  readonly showTags?: boolean | undefined;
  /** Whether the page says what it was made with. */
  readonly showPoweredBy?: boolean | undefined;
  /** Whether the days are shown for which certificates are valid. */
  readonly showCertificateExpiry?: boolean | undefined;
  /** The hosts at whose root the page is. One that another page has is taken from it. */
  readonly domainNames?: readonly string[] | undefined;
  /** Its own style sheet. */
  readonly customCss?: string | undefined;
  /** Its footer, in Markdown. */
  readonly footerText?: string | undefined;
  /** Who counts its visitors; `null` for nobody. */
  readonly analytics?: StatusPageAnalytics | null | undefined;
  /** Seconds between reloads (2.0 and later). */
  readonly autoRefreshInterval?: number | undefined;
  /** Whether only the last heartbeat is shown (2.1 and later). */
  readonly showOnlyLastHeartbeat?: boolean | undefined;
  /** The title of its RSS feed (2.1 and later). */
  readonly rssTitle?: string | null | undefined;
  /**
   * All groups of the page, in order. One with the id of a group that is there changes it, one without an id is new (or the
   * one of the same name, if there is exactly one), and those that are not named are deleted.
   */
  readonly groups?: readonly StatusPageGroup[] | undefined;
}

/** The settings of a new status page. */
export interface StatusPageInput extends StatusPagePatch {
  /** Its place: small letters, digits and single hyphens. */
  readonly slug: string;
  /** Its title. */
  readonly title: string;
}
