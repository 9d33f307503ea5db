import stringWidth from "string-width";

/** The behaviour of a column on a narrow terminal. */
export interface ColumnBehaviour {
  /** May be shortened. Default: false. */
  readonly isFlexible?: boolean;
  /** Is left out where there is no room for it; the last such column first. Default: false. */
  readonly isOptional?: boolean;
  /** For the last column: goes on in further lines, so that nothing of it is lost. Default: false. */
  readonly wraps?: boolean;
}

/** Where the columns of a table stand. */
export interface Layout {
  /** Those that stand beside one another, and how wide each is. */
  readonly inLine: readonly { readonly index: number; readonly width: number }[];
  /** The last one, when it has to go on in further lines. */
  readonly wrapped?: {
    readonly index: number;
    readonly width: number;
    /** What stands before its further lines. */
    readonly indent: number;
    /** All of it stands below the others. */
    readonly isBelow: boolean;
  };
}

const GAP = 2;
/** A flexible column keeps so much. */
const SHORTEST = 8;
/** A wrapping column that would get less stands below the others. */
const NARROWEST = 24;
const INDENT = 4;

/** Fits columns into a width: optional ones go, flexible ones give way, and the last one wraps. */
export function layOut(
  columns: readonly ColumnBehaviour[],
  lines: readonly (readonly string[])[],
  width: number,
): Layout {
  const natural = columns.map((_, index) => Math.max(0, ...lines.map((line) => stringWidth(line[index] ?? ""))));
  const all = [...columns.keys()];
  const at = (shown: readonly number[], widths = natural) =>
    shown.map((index) => ({ index, width: widths[index] ?? 0 }));
  if (total(all, natural) <= width) return { inLine: at(all) };
  const last = columns.length - 1;
  if (columns[last]?.wraps !== true) {
    const shown = fitting(columns, all, { natural, width });
    return { inLine: at(shown, narrowed(columns, shown, { natural, width })) };
  }
  const others = fitting(columns, all.slice(0, -1), { natural, width });
  const beside = narrowed(columns, others, { natural, width: width - GAP - NARROWEST });
  const room = width - total(others, beside) - GAP;
  if (room >= NARROWEST)
    return { inLine: at(others, beside), wrapped: { index: last, width: room, indent: width - room, isBelow: false } };
  const below = narrowed(columns, others, { natural, width });
  return { inLine: at(others, below), wrapped: { index: last, width: width - INDENT, indent: INDENT, isBelow: true } };
}

interface Space {
  readonly natural: readonly number[];
  readonly width: number;
}

/** The columns that fit when the flexible ones are as narrow as they can be. */
function fitting(
  columns: readonly ColumnBehaviour[],
  wanted: readonly number[],
  { natural, width }: Space,
): readonly number[] {
  const least = natural.map((own, index) => (columns[index]?.isFlexible === true ? Math.min(own, SHORTEST) : own));
  let shown = wanted;
  while (total(shown, least) > width) {
    const gone = shown.findLast((index) => columns[index]?.isOptional === true);
    if (gone === undefined) break;
    shown = shown.filter((index) => index !== gone);
  }
  return shown;
}

/** The widest flexible columns give way first; what then still is too wide wraps, which loses nothing. */
function narrowed(columns: readonly ColumnBehaviour[], shown: readonly number[], { natural, width }: Space): number[] {
  const widths = [...natural];
  let excess = total(shown, natural) - width;
  const flexible = shown.filter((index) => columns[index]?.isFlexible === true);
  for (const index of flexible.toSorted((a, b) => (natural[b] ?? 0) - (natural[a] ?? 0))) {
    const own = natural[index] ?? 0;
    const narrower = Math.max(Math.min(own, SHORTEST), own - Math.max(0, excess));
    excess -= own - narrower;
    widths[index] = narrower;
  }
  return widths;
}

function total(shown: readonly number[], widths: readonly number[]): number {
  return shown.reduce((sum, index) => sum + (widths[index] ?? 0) + GAP, -GAP);
}
