import * as z from "zod";
import { durationSetting } from "../../config/settings/duration-setting.ts";
import { plainText } from "../../config/settings/text-settings.ts";
import { socketUrl, tcpUrl } from "./supervisor-address.ts";
import { downAfterSetting } from "../shared/patience.settings.ts";
import { defineCheckType } from "../define-check-type.ts";

/** The schema of `serverUrl`: as `serverurl` in the section [supervisorctl] of supervisord's own config. */
const supervisorUrl = z
  .string()
  .max(500, "must be at most 500 characters")
  .refine(
    (text) => socketUrl.test(text) || tcpUrl(text) !== undefined,
    "must be unix:///path/of/the.sock or http://host:port, without a user or password in it",
  );

/** The schema of a program's name as supervisorctl takes it: `web`, `workers:workers_00`, or `workers:*` for a group. */
export const programName = z
  .string()
  .max(300, "must be at most 300 characters")
  .regex(/^[^\p{Cc}:*]+(?::(?:\*|[^\p{Cc}:*]+))?$/u, "must be a program, group:program or group:*");

const patience = durationSetting({ min: 0, max: 86_400 });

/** Watches the programs inside supervisord, by its own interface. */
export const supervisordCheck = defineCheckType({
  type: "supervisord",
  example: {
    type: "supervisord",
    name: "supervisord programs",
    interval: 60,
    tokenFile: "tokens/supervisord-programs",
  },
  options: {
    serverUrl: supervisorUrl
      .optional()
      .describe(
        "Where supervisord is asked: `unix:///path.sock` or `http://host:port`; its usual socket when left out.",
      ),
    login: z
      .strictObject({
        username: plainText(200).regex(/^[^:]*$/, "must not contain a colon"),
        passwordFile: plainText(4096),
      })
      .optional()
      .describe(
        "For an interface with a password: `username` and `passwordFile`, relative to the folder of the config.",
      ),
    programs: z
      .array(programName)
      .min(1, "name at least one program, or leave it out")
      .max(1000)
      .optional()
      .describe(
        "The programs to look at, as supervisorctl names them: `web`, `workers:workers_00`, `workers:*`. All when left out.",
      ),
    mustRun: z
      .boolean()
      .optional()
      .describe(
        "Whether a program that was stopped by hand, or ended as expected, is DOWN. By default when programs are named.",
      ),
    startingTooLong: patience.prefault("60 s").describe("How long a program may be STARTING."),
    stoppingTooLong: patience.prefault("60 s").describe("How long a program may be STOPPING."),
    backoffTooLong: patience
      .prefault("5 s")
      .describe("How long a program may fail to start, and be tried again, before it is DOWN."),
    downAfter: downAfterSetting(86_400).describe(
      "How long a program, or supervisord, may stay away after a clean stop.",
    ),
    pollEvery: durationSetting({ min: 0.2, max: 60 })
      .prefault("1 s")
      .describe("The time between two questions to supervisord."),
  },
});
