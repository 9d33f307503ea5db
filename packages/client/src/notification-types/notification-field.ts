/** The kinds of fields of a provider. */
export type NotificationFieldKind = "text" | "url" | "number" | "flag" | "choice" | "list" | "object";

/** The traits of a field. */
export interface NotificationFieldTraits {
  /** Nothing can be sent without it. */
  readonly required?: true;
  /** It must not be seen: a token, a password, or an address that is as good as one. */
  readonly secret?: true;
  /** The first version of the server that reads it, where that is later than the provider itself. */
  readonly since?: string;
  /** It is required when another field has this value. */
  readonly neededWith?: readonly [field: string, value: string | boolean];
  /** A value for examples. */
  readonly example?: string;
}

/** One field of a provider's settings. */
export interface NotificationField extends NotificationFieldTraits {
  /** What it holds. */
  readonly kind: NotificationFieldKind;
  /** What it is for, in one sentence. */
  readonly description: string;
  /** What it can be, where that is fixed. */
  readonly choices?: readonly string[];
}

/** A text. */
export function text(description: string, traits?: NotificationFieldTraits): NotificationField {
  return { kind: "text", description, ...traits };
}

/** An http or https address. */
export function url(description: string, traits?: NotificationFieldTraits): NotificationField {
  return { kind: "url", description, ...traits };
}

/** A number; the server's page stores some as texts. */
export function number(description: string, traits?: NotificationFieldTraits): NotificationField {
  return { kind: "number", description, ...traits };
}

/** Yes or no. */
export function flag(description: string, traits?: NotificationFieldTraits): NotificationField {
  return { kind: "flag", description, ...traits };
}

/** One of a few texts. */
export function choice(
  choices: readonly string[],
  description: string,
  traits?: NotificationFieldTraits,
): NotificationField {
  return { kind: "choice", choices, description, ...traits };
}

/** Several texts. */
export function list(description: string, traits?: NotificationFieldTraits): NotificationField {
  return { kind: "list", description, ...traits };
}

/** A JSON object. */
export function object(description: string, traits?: NotificationFieldTraits): NotificationField {
  return { kind: "object", description, ...traits };
}
