import type { CheckResult } from "../check.ts";
import type { Amount } from "../../config/settings/amount-setting.ts";
import { byteText, percentText, shortageOf } from "../shared/figure-text.ts";

/** The answer of statfs(2), in blocks of `bsize` bytes. */
export interface SpaceFigures {
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  /** Free for ordinary users: without what is reserved for root. */
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

/** The findings at one path: its figures, its faults, or why nothing is known. */
export interface DiskLook {
  readonly path: string;
  readonly figures?: SpaceFigures;
  readonly isReadOnly?: boolean;
  /** Whether it is a read-only image, of which nothing is ever free. */
  readonly isFullByKind?: boolean;
  readonly trouble?: string;
  readonly unknown?: string;
}

/** How little may be free. */
export interface DiskLimits {
  readonly minFree: readonly Amount[];
  readonly minFreeInodes: readonly Amount[];
  readonly mustBeWritable: boolean;
}

/** As df has it: of what ordinary users may fill, so that 0 is full for them. */
function freeSpace({ bsize, blocks, bfree, bavail }: SpaceFigures): { bytes: number; percent: number } {
  const usable = blocks - bfree + bavail;
  return { bytes: bavail * bsize, percent: usable <= 0 ? 100 : (bavail / usable) * 100 };
}

function spaceText(figures: SpaceFigures): string {
  const { bytes, percent } = freeSpace(figures);
  return `${percentText(percent)} free (${byteText(bytes)})`;
}

function shortagesOf({ path, figures }: DiskLook & { readonly figures: SpaceFigures }, limits: DiskLimits): string[] {
  const troubles: string[] = [];
  // Some kinds have no size at all, such as an empty FUSE one, and many no limit of inodes.
  const low = figures.blocks === 0 ? undefined : shortageOf(freeSpace(figures), limits.minFree);
  if (low !== undefined) troubles.push(`${path} has only ${low.left} free (${low.other}), limit ${low.limit}`);
  if (figures.files > 0) {
    const inodes = { bytes: figures.ffree, percent: (figures.ffree / figures.files) * 100 };
    const few = limits.minFreeInodes.find((limit) => shortageOf(inodes, [limit]) !== undefined);
    if (few !== undefined) {
      const share = typeof few === "number" ? percentText(inodes.percent) : (shortageOf(inodes, [few])?.left ?? "");
      troubles.push(`${path} has only ${share} of its inodes free (${figures.ffree}), limit ${few}`);
    }
  }
  return troubles;
}

function troublesOf(look: DiskLook, limits: DiskLimits): readonly string[] {
  const { path, figures, isReadOnly, isFullByKind, trouble } = look;
  if (figures === undefined) return trouble === undefined ? [] : [trouble];
  const shortages = isFullByKind === true ? [] : shortagesOf({ ...look, figures }, limits);
  return isReadOnly === true && limits.mustBeWritable ? [...shortages, `${path} is read-only`] : shortages;
}

function summary(looks: readonly DiskLook[]): string {
  const seen = looks.flatMap(({ figures, ...rest }) => (figures === undefined ? [] : [{ ...rest, figures }]));
  const known = seen.filter(({ isFullByKind }) => isFullByKind !== true);
  const [fullest] = [...known].sort((a, b) => freeSpace(a.figures).percent - freeSpace(b.figures).percent);
  const [image] = seen;
  if (fullest === undefined && image !== undefined) return `${image.path} is a read-only image, which is always full`;
  if (fullest === undefined) return "nothing is mounted";
  const text = `${fullest.path} ${spaceText(fullest.figures)}`;
  return known.length === 1 ? text : `${known.length} file systems, the fullest is ${text}`;
}

/** Judges what was found at all paths of a check. One that is full is DOWN, whatever is not known of another. */
export function judgeDisk(looks: readonly DiskLook[], limits: DiskLimits): CheckResult {
  const troubles = looks.flatMap((look) => troublesOf(look, limits));
  const unknown = looks.flatMap((look) => look.unknown ?? []);
  if (troubles.length > 0) return { status: "down", message: [...troubles, ...unknown].join("; ") };
  if (unknown.length > 0) return { status: "noData", message: unknown.join("; ") };
  return { status: "up", message: summary(looks) };
}
