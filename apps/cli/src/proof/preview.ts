import type { Monitor, Notification } from "@kumakit/client";
import type { ProofLevel } from "@kumakit/provision";

/** The work of a proof, before it is done: steps of which each completes "Would …", and whom it is about. */
export function previewOf(monitors: readonly Monitor[], all: readonly Notification[], level: ProofLevel) {
  const wanted = new Set(monitors.flatMap(({ notificationIds }) => notificationIds));
  const channels = all.filter(({ id }) => wanted.has(id));
  const names = channels.map(({ name }) => JSON.stringify(name)).join(", ");
  const sends = channels.length > 0;
  return {
    steps: [
      `look at the settings of ${monitors.length} monitor${monitors.length === 1 ? "" : "s"}`,
      ...(sends && level !== "settings" ? [`send a test message through ${names}`] : []),
      ...(sends && level === "alert" ? [`have a throw-away monitor alert ${names}: DOWN, then UP`] : []),
    ],
    monitors: monitors.map(({ id, name }) => ({ id, name })),
    channels: channels.map(({ id, name }) => ({ id, name })),
  };
}
