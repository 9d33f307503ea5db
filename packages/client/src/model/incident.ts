/** The colour of an incident. */
export type IncidentStyle = "info" | "warning" | "danger" | "primary" | "light" | "dark";

/** The settings of a new incident. */
export interface IncidentInput {
  /** Its title. */
  readonly title: string;
  /** What happened, in Markdown. */
  readonly content: string;
  /** Its colour. @defaultValue `warning` */
  readonly style?: IncidentStyle | undefined;
}

/** Changes to an incident; what is left out stays. */
export interface IncidentPatch {
  /** Its title. */
  readonly title?: string | undefined;
  /** What happened, in Markdown. */
  readonly content?: string | undefined;
  /** Its colour. */
  readonly style?: IncidentStyle | undefined;
}

/** An incident on a status page. */
export interface Incident {
  /** Its id. */
  readonly id: number;
  /** Its title. */
  readonly title: string;
  /** What happened, in Markdown. */
  readonly content: string;
  /** Its colour. */
  readonly style: IncidentStyle;
  /** Whether it is shown at the top of the page. */
  readonly pinned: boolean;
  /** Whether it is not resolved yet. Servers before 2.1 do not say: there it is the same as `pinned`. */
  readonly active: boolean;
  /** When it was posted. */
  readonly createdAt: Date | null;
  /** When it was changed. */
  readonly updatedAt: Date | null;
}
