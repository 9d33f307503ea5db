import { page } from "./page.ts";
import { write } from "./write.ts";
import { renderTable, type Column } from "./table.ts";

/** A table for people. */
export interface ShownTable<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
}

/** The flags of commands that print one. */
export interface TableFlags {
  readonly "no-headers": boolean;
  readonly "no-pager": boolean;
}

/** Writes a table to stdout, in a pager when it is longer than the terminal. */
export async function showTable<Row>({ rows, columns }: ShownTable<Row>, flags: TableFlags): Promise<void> {
  const text = `${renderTable(rows, columns, { stream: process.stdout, noHeadings: flags["no-headers"] })}\n`;
  if (flags["no-pager"]) write(text, process.stdout);
  else await page(text);
}
