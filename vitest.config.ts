import { defineConfig } from "vitest/config";

// Workspace packages are read from their sources, so that a test never runs against a stale build.
const resolve = { conditions: ["@kumakit/source"] };
const ssr = { resolve: { conditions: ["@kumakit/source"], externalConditions: ["@kumakit/source"] } };
const layer = "packages/testkit/src/vitest/test-layer.ts";
const anywhere = "{packages/*,apps/*,bench,tools}/test";

// A whole run gives a failure a second chance, and names at the end what needed it.
const retry = Number(process.env["KUMAKIT_TEST_RETRY"] ?? 0);

// Limits of time only end what hangs: on a machine with much else to do everything takes many times as long.
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          globalSetup: layer,
          retry,
          include: [`${anywhere}/**/*.test.ts`, "packages/*/src/**/*.test.ts"],
          exclude: ["**/test/integration/**", "**/test/e2e/**", "**/test/soak/**", "**/node_modules/**"],
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "integration",
          retry,
          include: [`${anywhere}/integration/**/*.test.ts`],
          globalSetup: [layer, "packages/testkit/src/vitest/kuma-servers.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: process.env["KUMA_TEST_SERVERS"] ? 1 : 2,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "e2e",
          globalSetup: layer,
          retry,
          include: [`${anywhere}/e2e/**/*.test.ts`],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          maxWorkers: 3,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "soak",
          globalSetup: layer,
          include: [`${anywhere}/soak/**/*.test.ts`],
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
