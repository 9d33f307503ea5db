/** A way to alert somebody, as it is set up on the server. */
export interface Notification {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** The provider, such as `webhook` or `GoogleChat`. */
  readonly type: string;
  /** Whether new monitors get it. The server leaves that to its clients. */
  readonly isDefault: boolean;
  /** Always true; no version lets it be changed. */
  readonly active: boolean;
  /** The provider's settings, secrets included. Not enumerable: no JSON, spread or log shows it by accident. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a notification is made from: the provider's own fields stand beside these and are passed on untouched. */
export interface NotificationInput {
  /** Its name. */
  readonly name: string;
  /** The provider, such as `webhook`; upper and lower case matter. */
  readonly type: string;
  /** Whether new monitors get it. @defaultValue `false` */
  readonly isDefault?: boolean | undefined;
  /** A field of the provider, such as `webhookURL`. */
  readonly [field: string]: unknown;
}

/** What is to be changed about a notification; fields that are left out stay. */
export interface NotificationPatch {
  /** Its new name. */
  readonly name?: string | undefined;
  /** Whether new monitors get it. */
  readonly isDefault?: boolean | undefined;
  /** A field of the provider. */
  readonly [field: string]: unknown;
}
