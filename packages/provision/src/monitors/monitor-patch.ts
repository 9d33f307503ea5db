import type { MonitorPatch } from "@kumakit/client";

import type { MonitorAction, SettingChange } from "./monitor-action.ts";

/** An edit of a monitor, and the edit that takes it back. */
export interface MonitorEdit {
  /** What is sent; empty when nothing changes. */
  readonly patch: MonitorPatch;
  /** What it replaces. */
  readonly previous: MonitorPatch;
}

/**
 * One edit for several actions on a monitor, because each edit restarts the server's timer.
 *
 * @param groupId - the id of the group that the monitor is moved to; left out when it is not known yet
 */
export function updatePatch(actions: readonly MonitorAction[], groupId?: number): MonitorEdit {
  const edits = actions.map((action) => editOf(action, groupId));
  return {
    patch: Object.assign({}, ...edits.map(({ patch }) => patch)) as MonitorPatch,
    previous: Object.assign({}, ...edits.map(({ previous }) => previous)) as MonitorPatch,
  };
}

function editOf(action: MonitorAction, groupId: number | undefined): MonitorEdit {
  switch (action.kind) {
    case "edit":
      return {
        patch: Object.fromEntries(inTheOpen(action.changes).map(({ setting, to }) => [setting, to])),
        previous: Object.fromEntries(inTheOpen(action.changes).map(({ setting, from }) => [setting, from])),
      };
    case "alert":
      return {
        patch: { notificationIds: action.to.map(({ id }) => id) },
        previous: { notificationIds: action.from.map(({ id }) => id) },
      };
    case "move": {
      const parent = action.to === null ? null : (action.to.id ?? groupId);
      return parent === undefined ? nothing : { patch: { parent }, previous: { parent: action.from?.id ?? null } };
    }
    default:
      return nothing;
  }
}

/** The changes whose values a plan holds. */
function inTheOpen(changes: readonly SettingChange[]): readonly SettingChange[] {
  return changes.filter(({ isSecret }) => isSecret !== true);
}

const nothing: MonitorEdit = { patch: {}, previous: {} };
