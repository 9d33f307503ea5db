import * as z from "zod";
import { socketUrl, tcpUrl } from "./supervisor-address.ts";

/** The schema of `serverUrl`: as `serverurl` in the section [supervisorctl] of supervisord's own config. */
export const supervisorUrl = z
  .string()
  .max(500, "must be at most 500 characters")
  .refine(
    (text) => socketUrl.test(text) || tcpUrl(text) !== undefined,
    "must be unix:///path/of/the.sock or http://host:port, without a user or password in it",
  );
