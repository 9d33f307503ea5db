import { fileURLToPath } from "node:url";

/**
 * The shell script that does the work below {@link startSystemdBed}. The compiler does not copy scripts; `src` is always
 * there because this package is never shipped.
 */
export const bedScript = fileURLToPath(new URL("../../src/bed/systemd-bed.sh", import.meta.url));
