import type { Benchmark } from "../benchmark.ts";
import { bigServer, type BigServer } from "./big-server.ts";
import { middle, ownSteps, removeMade, type Steps } from "./steps.ts";

const size = "2,000 monitors with 100 heartbeats each (200 on the npm release)";
const rounds = 5;

interface Pair {
  readonly raw: Steps;
  readonly client: Steps;
}

type Ending = "" | "-states";

async function measure(server: BigServer, ending: Ending): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const steps = {
      raw: () => ownSteps(`raw${ending}`, server, 0),
      client: () => ownSteps(`client${ending}`, server, 0),
    };
    // Each is first in turn: the second may pay for what the first leaves to be done.
    const early = round % 2 === 0 ? await steps.raw() : undefined;
    const client = await steps.client();
    const raw = early ?? (await steps.raw());
    if (round > 0) pairs.push({ raw, client });
  }
  await removeMade(server);
  return pairs;
}

/** Pairs of runs, measured once for all benchmarks of this page. */
const measured = new Map<Ending, Promise<readonly Pair[]>>();

interface Figure {
  readonly of: (steps: Steps) => number;
  readonly unit: string;
  readonly ending?: Ending;
}

async function compare(note: (line: string) => void, { of, unit, ending = "" }: Figure): Promise<number> {
  const server = await bigServer(note);
  const running = measured.get(ending) ?? measure(server, ending);
  measured.set(ending, running);
  const pairs = await running;
  // Other work on the machine, and in the server, only ever adds to it: the least is the nearest to the truth.
  const [raw, client] = [
    Math.min(...pairs.map((pair) => of(pair.raw))),
    Math.min(...pairs.map((pair) => of(pair.client))),
  ];
  const median = middle(pairs.map((pair) => of(pair.client))) / middle(pairs.map((pair) => of(pair.raw)));
  note(
    `floor ${raw.toFixed(0)} ${unit}, measured ${client.toFixed(0)} ${unit} (least of ${rounds}; of the medians ${median.toFixed(2)} x)`,
  );
  return client / raw;
}

/** The log-in at a big server. */
export const bigLogin: Benchmark = {
  name: "big-login",
  summary: `\`connect\` at a server of ${size} against a bare socket.io log-in`,
  unit: "x",
  limit: 1.1,
  measure: (note) => compare(note, { of: ({ logIn }) => logIn, unit: "ms" }),
};

/** The log-in with the list, whatever of it the log-in has left to do. */
export const bigList: Benchmark = {
  name: "big-list",
  summary: "the same with the whole list, read",
  unit: "x",
  limit: 1.1,
  measure: (note) => compare(note, { of: ({ logIn, list }) => logIn + list, unit: "ms" }),
};

const megabytes = ({ memory }: Steps): number => memory / 1_048_576;

/** The memory of it. */
export const bigMemory: Benchmark = {
  name: "big-memory",
  summary: "the resident memory of the same process at most, until all that comes by itself has come",
  unit: "x",
  limit: 1.3,
  measure: (note) => compare(note, { of: megabytes, unit: "MB" }),
};

/** The memory with the heartbeats. */
export const bigMemoryStates: Benchmark = {
  name: "big-memory-states",
  summary: "the same with `keepStates`, against a bare one that keeps the heartbeats, too",
  unit: "x",
  limit: 1.3,
  measure: (note) => compare(note, { of: megabytes, unit: "MB", ending: "-states" }),
};

/** The calls of it. */
export const bigCalls: Benchmark = {
  name: "big-calls",
  summary: "the calls of `connect`, `list` and `create` there, the log-in apart: one `add`",
  unit: "calls",
  limit: 1,
  async measure(note) {
    const server = await bigServer(note);
    const { calls } = await ownSteps("client", server, 0);
    await removeMade(server);
    note(`asked: ${calls.join(", ")}`);
    if (!calls.includes("add")) throw new Error("no monitor was added");
    return calls.length;
  },
};
