import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { referenceOrNull, someText } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";

/** The settings of a new Docker container monitor. */
export interface DockerMonitorInput extends CommonMonitorInput {
  /** UP when a container runs, and is healthy if it says so. */
  readonly type: "docker";
  /** The name or the id of the container. */
  readonly dockerContainer: string;
  /**
   * The id of the Docker host that is set up on the server. DOWN without one; `null` for one that is set later.
   * @defaultValue `null`
   */
  readonly dockerHost?: number | null | undefined;
}

/** A monitor that looks after a Docker container. */
export const dockerMonitorType = defineMonitorType<DockerMonitorInput>({
  type: "docker",
  title: "Docker container",
  summary: "Is UP when a container runs, and is healthy if it says so.",
  since: "1.23",
  fields: { dockerContainer: someText("docker_container"), dockerHost: optional(referenceOrNull("docker_host")) },
  example: { type: "docker", name: "web container", dockerContainer: "web" },
});
