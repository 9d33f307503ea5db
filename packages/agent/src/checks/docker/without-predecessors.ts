import type { ContainerState, ListedContainer } from "./container-state.ts";

/** A task of a swarm service: `SERVICE.SLOT.ID`, each of its containers with another id. */
const taskLabel = "com.docker.swarm.task.name";

function slotOf({ labels }: ListedContainer): string | undefined {
  return Object.hasOwn(labels, taskLabel) ? labels[taskLabel]?.replace(/\.[^.]*$/, "") : undefined;
}

function startedAt({ startedAt: text }: ContainerState): number {
  return Date.parse(text) || 0;
}

/**
 * Leaves out what has a successor: a swarm replaces a task by a new one, and keeps the old container for a while, as it
 * ended.
 *
 * @param containers - with their labels
 * @param states - of these containers
 */
export function withoutPredecessors(
  containers: readonly ListedContainer[],
  states: readonly ContainerState[],
): readonly ContainerState[] {
  const slots = new Map(containers.map((container) => [container.id, slotOf(container)]));
  const newest = new Map<string, ContainerState>();
  for (const state of states) {
    const slot = slots.get(state.id);
    const other = slot === undefined ? undefined : newest.get(slot);
    if (slot !== undefined && (other === undefined || startedAt(state) > startedAt(other))) newest.set(slot, state);
  }
  return states.filter((state) => {
    const slot = slots.get(state.id);
    return state.status === "running" || slot === undefined || newest.get(slot) === state;
  });
}
