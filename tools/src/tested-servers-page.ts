import * as z from "zod";

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          meta: z
            .object({
              roundTrip: z.enum(["monitor type", "notification type"]).optional(),
              upstream: z.string().optional(),
            })
            .default({}),
        }),
      ),
    }),
  ),
});

/** The counts of one server. */
export interface TestedServer {
  /** As in the titles of the tests: `npm 2.0.0-dev.0`, `double of 2.5.3`, `checkout 2.0.2`. */
  readonly server: string;
  readonly monitorTypes: number;
  readonly notificationTypes: number;
  /** Tests that passed, those of the faults among them. */
  readonly passed: number;
  readonly faults: number;
  readonly failed: number;
  /** Its ways where later servers are about to go other ones. */
  readonly ways: readonly string[];
}

/** How many types the client has. */
export interface TypeCounts {
  readonly monitorTypes: number;
  readonly notificationTypes: number;
}

/** Counts, server by server, what a JSON report of vitest says. */
export function testedServers(report: string): readonly TestedServer[] {
  const results = reportSchema.parse(JSON.parse(report)).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((result) => ({
      ...result,
      server: /npm [\w.-]+|double of [\w.-]+|checkout [\w.-]+/.exec(result.fullName)?.[0],
      isFault: /(?:faults|big-list)\.test\.ts$/.test(name),
    })),
  );
  const names = new Set(results.flatMap(({ server }) => server ?? []));
  const counted = [...names].map((server) => {
    const own = results.filter((result) => result.server === server);
    const passed = own.filter(({ status }) => status === "passed");
    return {
      server,
      monitorTypes: passed.filter(({ meta }) => meta.roundTrip === "monitor type").length,
      notificationTypes: passed.filter(({ meta }) => meta.roundTrip === "notification type").length,
      passed: passed.length,
      faults: passed.filter(({ isFault }) => isFault).length,
      failed: own.filter(({ status }) => status === "failed").length,
      ways: own.flatMap(({ meta }) => meta.upstream ?? []),
    };
  });
  return counted.filter(({ passed, failed }) => passed + failed > 0);
}

/** Reads the rows of a page that {@link testedServersPage} wrote. */
export function readTestedServersPage(page: string): readonly (TestedServer & { readonly of: TypeCounts })[] {
  const row = /^\| (.+?) +\| (\d+) of (\d+) +\| (\d+) of (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm;
  const way = /^- \*\*(.+?)\*\*: (.+)\.$/gm;
  const ways = new Map([...page.matchAll(way)].map(([, server = "", text = ""]) => [server, text.split("; ")]));
  return [...page.matchAll(row)].map(([, server = "", ...numbers]) => {
    const [monitorTypes = 0, ofMonitors = 0, notificationTypes = 0, ofNotifications = 0, ...tests] =
      numbers.map(Number);
    const [passed = 0, faults = 0, failed = 0] = tests;
    const of = { monitorTypes: ofMonitors, notificationTypes: ofNotifications };
    return { server, monitorTypes, notificationTypes, passed, faults, failed, ways: ways.get(server) ?? [], of };
  });
}

/** The page with the table; servers that were not tested this time keep their rows. */
export function testedServersPage(page: string, tested: readonly TestedServer[], of: TypeCounts): string {
  const rows = new Map<string, readonly string[]>();
  const ways = new Map<string, string>();
  const add = (server: TestedServer, types: TypeCounts): void => {
    rows.set(server.server, rowOf(server, types));
    if (server.ways.length > 0) ways.set(server.server, `- **${server.server}**: ${server.ways.join("; ")}.`);
  };
  for (const { of: then, ...known } of readTestedServersPage(page)) add(known, then);
  for (const server of tested) add(server, of);
  const waysByName = [...ways].toSorted(([a], [b]) => a.localeCompare(b, "en")).map(([, line]) => line);
  const sorted = [...rows].toSorted(([a], [b]) => a.localeCompare(b, "en")).map(([, row]) => row);
  return `# The servers that the client was tested on

Written by \`pnpm run tested-servers\`, which runs the tests of \`packages/client/test/integration\` and counts. A type is
counted when it was created from its example, read back, changed, read back and deleted; what a server does not have yet
is refused by the client with the version that it needs, which is tested, too, and not counted. \`npm 2.0.0-dev.0\` is
what npm calls a 1.23; the double stands in for 2.5.3 where no real one can run. \`checkout 3.0\` is 3.0.0-beta.0, the state of
the branch 3.0.X of 2026-07-16.

${table([titles, ...sorted])}

## What is about to change

A test holds each server to its way, so that a release that goes another one is noticed.

${waysByName.join("\n")}

To run them on other servers too:

\`\`\`sh
KUMA_TEST_SERVERS=$HOME/src/1.23.17,$HOME/src/2.5.3 pnpm run tested-servers
\`\`\`
`;
}

const titles = ["Server", "Monitor types", "Notification types", "Tests passed", "Of them faults", "Tests failed"];

function rowOf(counted: TestedServer, of: TypeCounts): readonly string[] {
  const { server, monitorTypes, notificationTypes, passed, faults, failed } = counted;
  const types = [`${monitorTypes} of ${of.monitorTypes}`, `${notificationTypes} of ${of.notificationTypes}`];
  return [server, ...types, ...[passed, faults, failed].map(String)];
}

/** As wide as the formatter makes it. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [head = "", ...body] = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [head, line(widths.map((width) => "-".repeat(width))), ...body].join("\n");
}
