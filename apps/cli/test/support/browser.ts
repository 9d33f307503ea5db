import { throughLayer } from "@kumakit/testkit";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";

import type { KumaUser } from "./kuma-user.ts";

/** The program of the browser, for `describeWith`. */
export const BROWSER = "chromium-headless-shell";

/** Starts Debian's Chromium, which keeps all that it writes in the home of this person. */
export async function startBrowser(user: KumaUser): Promise<Browser> {
  // Playwright starts one program, by its path.
  const starter = join(user.folder, "browser");
  writeFileSync(starter, `#!/bin/sh\nexec ${throughLayer([`/usr/bin/${BROWSER}`]).join(" ")} "$@"\n`, { mode: 0o755 });
  return await chromium.launch({ executablePath: starter, env: { ...user.env } });
}
