import { printable } from "@kumakit/text";
import stringWidth from "string-width";

import { shorten, widthOf, wrapWords } from "./fit-text.ts";
import { layOut, type ColumnBehaviour, type Layout } from "./table-layout.ts";
import { styled, type OutputStream, type Style } from "./theme.ts";

/** One column of a table: its heading, and the cell of a row. */
export interface Column<Row> extends ColumnBehaviour {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  /** How its cells look. Default: plain. */
  readonly style?: (row: Row) => Style;
}

/** Where and how a table is drawn. */
export interface TableOptions {
  /** Decides colours and width; a stream that is no terminal gets every value in full. */
  readonly stream: OutputStream;
  /** Leaves the first line out. Default: false. */
  readonly noHeadings?: boolean;
}

type Paint = (text: string, column: number) => string;

/** Draws a table as kubectl does: no borders, two spaces between columns, no blanks at a line's end. */
export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], options: TableOptions): string {
  const { stream, noHeadings = false } = options;
  const headings = columns.map((column) => column.heading.toUpperCase());
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row))));
  const layout = layOut(columns, noHeadings ? cells : [headings, ...cells], widthOf(stream));
  const lines = cells.map((texts, index) => {
    const row = rows[index];
    return drawRow(texts, layout, (text, column) => {
      const style = columns[column]?.style;
      return style === undefined || row === undefined ? text : styled(style(row), text, stream);
    });
  });
  return noHeadings
    ? lines.join("\n")
    : [styled("heading", drawHeadings(headings, layout), stream), ...lines].join("\n");
}

/** A heading of a column that stands below the others would say nothing. */
function drawHeadings(headings: readonly string[], layout: Layout): string {
  const { wrapped, inLine } = layout;
  return drawRow(headings, wrapped?.isBelow === true ? { inLine } : layout, (text) => text);
}

function drawRow(texts: readonly string[], { inLine, wrapped }: Layout, paint: Paint): string {
  const cells = inLine.map(({ index, width }) => {
    const text = shorten(texts[index] ?? "", width);
    return paint(text, index) + " ".repeat(Math.max(0, width - stringWidth(text)));
  });
  const text = wrapped === undefined ? "" : (texts[wrapped.index] ?? "");
  if (wrapped === undefined || text === "") return cells.join("  ").trimEnd();
  const { index, indent, isBelow } = wrapped;
  const lines = wrapWords(text, wrapped.width).map((line) => paint(line, index));
  const further = `\n${" ".repeat(indent)}`;
  if (isBelow) return [cells.join("  ").trimEnd(), ...lines].join(further);
  return [...cells, lines.join(further)].join("  ");
}
