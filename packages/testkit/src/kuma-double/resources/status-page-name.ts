import type { Database, Row } from "../database/database.ts";

/** The page with a name. */
export function pageOf(database: Database, slug: unknown): Row | undefined {
  return typeof slug === "string" ? database.find("status_page", { slug })[0] : undefined;
}

/** Throws what the server says of a name that it does not take. */
export function demandSlug(slug: unknown): void {
  if (typeof slug !== "string") throw new Error("Slug must be string");
  if (slug.trim() === "") throw new Error("Slug cannot be empty");
  if (!/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/.test(slug.trim())) throw new Error("Invalid Slug");
}
