import type { NotificationFields, NotificationType } from "../notification-types/notification-fields.ts";

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

/** The settings of a new notification of every provider. */
export interface NotificationCommonInput {
  /** Its name. */
  readonly name: string;
  /** Whether new monitors get it. @defaultValue `false` */
  readonly isDefault?: boolean | undefined;
  /** Whether every monitor that is there now gets it, once. @defaultValue `false` */
  readonly applyExisting?: boolean | undefined;
  /** Notes of kumakit, kept beside the provider's fields; no secrets. A change of the type keeps them. */
  readonly kumakit?: Readonly<Record<string, unknown>> | undefined;
}

/** The settings of a new notification of a provider that this package does not know: all is passed on untouched. */
export interface OtherNotificationInput extends NotificationCommonInput {
  /** A field of the provider. */
  readonly [field: string]: unknown;
}

/**
 * The settings of a new notification of one provider. The provider's own fields, under the names that Uptime Kuma gives
 * them, stand beside `name` and `type`.
 */
export type NotificationInputOf<Type extends string> = { readonly type: Type } & (Type extends NotificationType
  ? NotificationCommonInput & NotificationFields[Type]
  : OtherNotificationInput);

/** The settings of a new notification; `type` says which fields there are. */
export type NotificationInput = { [Type in NotificationType]: NotificationInputOf<Type> }[NotificationType];

/** Changes to a notification; fields that are left out stay. */
export interface NotificationPatch {
  /** Its new name. */
  readonly name?: string | undefined;
  /** Whether new monitors get it. */
  readonly isDefault?: boolean | undefined;
  /** Notes of kumakit, instead of those that are there. */
  readonly kumakit?: Readonly<Record<string, unknown>> | undefined;
  /** A field of the provider. */
  readonly [field: string]: unknown;
}
