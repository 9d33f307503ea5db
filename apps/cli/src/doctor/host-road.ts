import type { HostRoad, RoadStep } from "@kumakit/provision/installed-agent";

import type { ShownFinding } from "./doctor-report.ts";

/** How a step that failed is said, and mended. */
const STEPS: Readonly<Record<RoadStep, readonly [failed: string, cure: string]>> = {
  proxy: ["its proxy cannot be reached", "see to HTTPS_PROXY and NO_PROXY: systemctl cat kuma-agent.service"],
  dns: ["the name of the server cannot be looked up there", "see to the name in its DNS or its /etc/hosts"],
  tcp: ["the server does not answer there", "let the host through: a firewall, a route or a port"],
  tls: [
    "TLS with the server fails there",
    "see to the certificate, its chain, and the authorities that the host trusts",
  ],
  http: ["the server gives no answer of HTTP there", "see to what is in front of the server"],
};

/**
 * Says at which step a host does not get to the server.
 *
 * @param host - its label
 */
export function hostRoadFindings({ failure }: HostRoad, host: string, url: string): readonly ShownFinding[] {
  if (failure === undefined) return [];
  const [failed, cure] = STEPS[failure.step];
  const message = `${failed} (${url}): ${failure.message.replace(/\.$/, "")}`;
  return [{ code: "not-reached", severity: "problem", name: host, id: null, message, cure, mended: false }];
}
