import { basename } from "node:path";
import { startKuma, startKumaDouble } from "@kumakit/testkit";
import type { KumaAdmin, KumaDouble, KumaServer } from "@kumakit/testkit";

/** A server that a test may kill, restart and set up anew. */
export type OwnServer = KumaServer | KumaDouble;

/** What can be started for a test alone. */
export interface OwnServerKind {
  /** For test titles. */
  readonly label: string;
  /** Its tokens carry nothing of the password, and it leaves everybody logged in. */
  readonly isNpmRelease: boolean;
  readonly isDouble: boolean;
  start(options?: { readonly admin?: KumaAdmin | false }): Promise<OwnServer>;
}

const checkouts = (process.env["KUMA_TEST_SERVERS"] ?? "")
  .split(",")
  .map((entry) => entry.trim())
  .filter((entry) => entry !== "" && !entry.includes("://"));

/** The npm release, the double, and every checkout of `KUMA_TEST_SERVERS`. */
export const ownServers: readonly OwnServerKind[] = [
  { label: "npm 2.0.0-dev.0", isNpmRelease: true, isDouble: false, start: (options) => startKuma(options) },
  { label: "double of 2.5.3", isNpmRelease: false, isDouble: true, start: (options) => startKumaDouble(options) },
  ...checkouts.map((checkout) => ({
    label: `checkout ${basename(checkout)}`,
    isNpmRelease: false,
    isDouble: false,
    start: (options?: { readonly admin?: KumaAdmin | false }) => startKuma({ ...options, checkout }),
  })),
];
