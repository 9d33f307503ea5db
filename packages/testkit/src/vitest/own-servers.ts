import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { KumaAdmin, KumaServer } from "../kuma/kuma-server.ts";
import { startKuma } from "../kuma/start-kuma.ts";
import type { KumaDouble } from "../kuma-double/kuma-double.ts";
import { startKumaDouble } from "../kuma-double/start-kuma-double.ts";
import { listedServers } from "./listed-servers.ts";

/** A server that a test may kill, restart and set up again. */
export type OwnServer = KumaServer | KumaDouble;

/** A server that can be started for one test alone. */
export interface OwnServerKind {
  /** For test titles. */
  readonly label: string;
  /** Its tokens carry nothing of the password, and it leaves everybody logged in. */
  readonly isNpmRelease: boolean;
  readonly isDouble: boolean;
  /** Its log-in is over HTTP, and a session is a cookie: 3.0 and later. */
  readonly hasCookieSessions: boolean;
  start(options?: { readonly admin?: KumaAdmin | false }): Promise<OwnServer>;
}

function isThree(checkout: string): boolean {
  const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as { version: string };
  return Number(version.split(".")[0]) >= 3;
}

const checkouts = listedServers(process.env["KUMA_TEST_SERVERS"]).flatMap((listed) =>
  "checkout" in listed ? [listed.checkout] : [],
);

/** The npm release, the double, and every checkout of `KUMA_TEST_SERVERS`. */
export const ownServers: readonly OwnServerKind[] = [
  {
    label: "npm 2.0.0-dev.0",
    isNpmRelease: true,
    isDouble: false,
    hasCookieSessions: false,
    start: (options) => startKuma(options),
  },
  {
    label: "double of 2.5.3",
    isNpmRelease: false,
    isDouble: true,
    hasCookieSessions: false,
    start: (options) => startKumaDouble(options),
  },
  ...checkouts.map((checkout) => ({
    label: `checkout ${basename(checkout)}`,
    isNpmRelease: false,
    isDouble: false,
    hasCookieSessions: isThree(checkout),
    start: (options?: { readonly admin?: KumaAdmin | false }) => startKuma({ ...options, checkout }),
  })),
];
