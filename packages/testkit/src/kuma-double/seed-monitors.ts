import { randomBytes } from "node:crypto";
import type { Database } from "./database/database.ts";

/** Writes paused push monitors straight into the database, for benchmarks. */
export function seedMonitors(
  database: Database,
  count: number,
  values: Readonly<Record<string, unknown>>,
): readonly number[] {
  const userId = database.all("user")[0]?.id;
  return Array.from({ length: count }, (_, index) => {
    const monitor = {
      name: `seeded ${index + 1}`,
      type: "push",
      user_id: userId,
      active: false,
      interval: 60,
      retry_interval: 60,
      timeout: 48,
      expiry_notification: false,
      push_token: randomBytes(16).toString("hex"),
      ...values,
    };
    return database.insert("monitor", monitor).id;
  });
}
