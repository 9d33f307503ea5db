import { KumaError } from "./kuma-error.ts";
import type { KumaErrorOptions } from "./kuma-error.ts";

/** The kinds of things that can be missing. */
export type KumaResource =
  | "monitor"
  | "notification"
  | "tag"
  | "proxy"
  | "docker host"
  | "remote browser"
  | "API key"
  | "maintenance"
  | "status page"
  | "incident";

/** The server has no thing of that kind with that id. */
export class KumaNotFoundError extends KumaError {
  /** The kind of the missing thing. */
  readonly resource: KumaResource;
  /** The id that was asked for; the slug of a status page. */
  readonly id: number | string;

  /** Names the missing thing. */
  constructor(resource: KumaResource, id: number | string, options?: KumaErrorOptions) {
    super(
      "KUMA_NOT_FOUND",
      `The server has no ${resource} with the ${typeof id === "string" ? `slug "${id}"` : `id ${id}`}.`,
      options,
    );
    this.resource = resource;
    this.id = id;
  }
}
