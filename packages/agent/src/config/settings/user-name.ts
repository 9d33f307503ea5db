import * as z from "zod";
import { settingTraits } from "./setting-traits.ts";

/** The schema of a user of the host: a name as useradd(8) takes it, or a number. */
export const userName = z
  .string()
  .regex(/^(?!-)[A-Za-z0-9_.@\\-]{1,256}\$?$/, "is not a user: a name or a number, as www-data or 33")
  .register(settingTraits, { flag: "as-user" });
