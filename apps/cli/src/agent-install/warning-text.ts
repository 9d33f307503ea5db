import type { ProvisionEvent } from "@kumakit/provision";

/** A warning of work on a host, with the command that helps. */
export function warningText({ code, message, monitor }: Extract<ProvisionEvent, { kind: "warning" }>): string {
  if (code !== "former-monitor" || monitor === null) return message;
  return `${message} To delete it: kuma monitor delete id:${monitor.id}`;
}
