import type { ProvisionEvent } from "@kumakit/provision";

/** The line that says what is going on; undefined for an event that changes nothing about it. */
export function progressText(event: ProvisionEvent): string | undefined {
  switch (event.kind) {
    case "monitor":
      return `Setting up the monitor ${event.name}`;
    case "host-step":
      return event.step.kind === "service" ? "Starting the agent" : "Working on this host";
    case "first-beat":
      return "Waiting for the first heartbeat";
    case "undo":
      return "Undoing what was done";
    default:
      return undefined;
  }
}

/** A warning of work on a host, with the command that helps. */
export function warningText({ code, message, monitor }: Extract<ProvisionEvent, { kind: "warning" }>): string {
  if (code !== "former-monitor" || monitor === null) return message;
  return `${message} To delete it: kuma monitor delete id:${monitor.id}`;
}
