import type { HostLock } from "@kumakit/installer";

import type { Voice } from "../agent/provision-event.ts";
import type { UndoStack } from "../undo/undo-stack.ts";
import type { MoveWish } from "./move-wish.ts";

/** The surroundings of a move on one host. */
export interface MoveContext {
  readonly wish: MoveWish;
  readonly lock: HostLock;
  readonly voice: Voice;
  /** Takes the way back of each thing that is done. */
  readonly undo: UndoStack;
}
