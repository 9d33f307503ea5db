import * as z from "zod";

/** The place of a status page. The server makes small letters of capitals when it creates a page, but not when it saves one. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be small letters, digits and single hyphens")
  // status_page.slug is VARCHAR(255)
  .max(255, "must not be longer than 255 characters");
