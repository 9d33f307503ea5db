import type { Monitor, Notification } from "@kumakit/client";
import { didYouMean } from "@kumakit/text";
import { ProvisionError, type FailureSubject } from "../errors/provision-error.ts";

/** How to speak of what is looked for. */
interface Sought {
  /** As in "There is no KIND called …". */
  readonly kind: FailureSubject;
  /** A number alone is an id too, unless something is called so. Default: only `id:3` is. */
  readonly acceptsBareId?: boolean;
}

/**
 * Finds the one thing of that name, or of that id when the reference reads `id:3`.
 *
 * @throws ProvisionError when there is none, with the name that was probably meant; also when several have it
 */
function findNamed<T extends { readonly id: number; readonly name: string }>(
  all: readonly T[],
  reference: string,
  sought: Sought,
): T {
  const named = all.filter(({ name }) => name === reference);
  if (named.length > 1) throw ambiguous(named, reference, sought);
  const found = named[0] ?? all.find(({ id }) => id === idOf(reference, sought));
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name);
  throw new ProvisionError({
    code: "KUMA_NOT_FOUND",
    message: `There is no ${sought.kind} called ${JSON.stringify(reference)}.${didYouMean(reference, names)}`,
    subject: sought.kind,
  });
}

/**
 * Finds a monitor by its name or id.
 *
 * @throws ProvisionError when there is none, with the name that was probably meant; also when several have it
 */
export function findMonitor(all: readonly Monitor[], reference: string): Monitor {
  return findNamed(all, reference, { kind: "monitor", acceptsBareId: true });
}

/**
 * Finds a notification by its name or as `id:3`.
 *
 * @throws ProvisionError when there is none, with the name that was probably meant; also when several have it
 */
export function findNotification(all: readonly Notification[], reference: string): Notification {
  return findNamed(all, reference, { kind: "notification" });
}

function idOf(reference: string, sought: Sought): number | undefined {
  const digits = /^id:(\d+)$/.exec(reference)?.[1];
  if (digits !== undefined) return Number(digits);
  return sought.acceptsBareId === true && /^\d+$/.test(reference) ? Number(reference) : undefined;
}

function ambiguous(found: readonly { readonly id: number }[], reference: string, sought: Sought): ProvisionError {
  const { kind } = sought;
  const ids = found.map(({ id }) => `id:${id}`);
  return new ProvisionError({
    code: "KUMA_AMBIGUOUS_NAME",
    message: `There are ${found.length} ${kind}s called ${JSON.stringify(reference)}: ${ids.join(", ")}`,
    subject: kind,
    suggestion: ids[0] ?? null,
  });
}
