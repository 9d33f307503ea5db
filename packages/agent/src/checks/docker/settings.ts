import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { socketSetting } from "../shared/connection.settings.ts";
import { downAfterSetting, timeoutSetting } from "../shared/patience.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** The schema of a container's name; `*` and `?` stand for any characters and for one. */
const containerName = z
  .string()
  .max(255, "must be at most 255 characters")
  .regex(/^[\w.*?-]+$/, "must be the name of a container; * and ? may stand for what is left open");

/** The schema of a label: `key` or `key=value`. */
const containerLabel = z
  .string()
  .max(1000, "must be at most 1000 characters")
  .regex(/^[^\p{Cc}=]+(?:=[^\p{Cc}]*)?$/u, "must be key or key=value");

/** Watches containers of Docker or podman. */
export const dockerCheck = defineCheckType({
  type: "docker",
  example: {
    type: "docker",
    name: "shop containers",
    containers: ["shop-*"],
    interval: 60,
    tokenFile: "tokens/shop-containers",
  },
  options: {
    socket: socketSetting
      .optional()
      .describe(
        "The engine's socket. When left out, the first that exists: `/var/run/docker.sock`, `/run/podman/podman.sock`, " +
          "and those of the user in `$XDG_RUNTIME_DIR`.",
      ),
    containers: z
      .array(containerName)
      .min(1, "name at least one container, or leave it out")
      .max(500)
      .optional()
      .describe("Names; `*` and `?` are wildcards. All containers when left out."),
    label: containerLabel
      .optional()
      .describe("Only containers with this label: `key` or `key=value`, such as `com.docker.compose.project=shop`."),
    mustRun: z
      .boolean()
      .optional()
      .describe("Whether a container that ended well is DOWN. By default when `containers` or `label` is set."),
    exitCodes: z
      .array(z.int().min(0).max(255))
      .max(50)
      .default([0])
      .describe("Exit codes with which a container may end when it need not run."),
    downAfter: downAfterSetting(86_400).describe(
      "How long a container, or the engine, may stay away after it was stopped.",
    ),
    startingTooLong: durationSetting({ min: 0, max: 86_400 })
      .prefault("5 min")
      .describe("How long the health of a container may be `starting`."),
    timeout: timeoutSetting(300).describe("How long the engine may take for all answers of a look."),
  },
});
