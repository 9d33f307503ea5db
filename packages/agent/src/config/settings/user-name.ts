import * as z from "zod";

/** The schema of a user of the host: a name as useradd(8) takes it, or a number. */
export const userName = z
  .string()
  .regex(/^(?!-)[A-Za-z0-9_.@\\-]{1,256}\$?$/, "is not a user: a name or a number, as www-data or 33");
