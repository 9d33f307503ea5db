import { readdirSync, readFileSync } from "node:fs";

/** A process, and what it belongs to. */
export interface Relative {
  readonly pid: number;
  /** The id of its process group. */
  readonly group: number;
}

interface Listed extends Relative {
  readonly parent: number;
}

/** See proc(5), fields 4 and 5. */
function listed(pid: string): Listed | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(pid), parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

/** All that a process has started, as far as their parents still live. */
export function descendantsOf(pid: number): readonly Relative[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (listed(name) ?? []) : []));
  const found: Relative[] = [];
  const ancestors = [pid];
  for (const ancestor of ancestors) {
    for (const each of all) {
      if (each.parent !== ancestor) continue;
      found.push(each);
      ancestors.push(each.pid);
    }
  }
  return found;
}
