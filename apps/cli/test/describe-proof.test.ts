import type { Monitor } from "@kumakit/client";
import type { Proof, ProvenChannel } from "@kumakit/provision";
import { expect, test } from "vitest";

import { describeProof } from "../src/proof/describe-proof.ts";

const terminal = (columns: number): NodeJS.WriteStream => ({ isTTY: true, columns }) as NodeJS.WriteStream;

function channel(name: string, more: Partial<ProvenChannel> = {}): ProvenChannel {
  const taken = { ok: true, ms: 240, error: null };
  const base = { id: name.length, name, type: "slack", monitors: 1, test: taken, isSuspect: false, delays: 0 };
  return { ...base, testedAt: null, provenAt: null, ...more };
}

const monitor = (id: number, name: string): Monitor => ({ id, name }) as Monitor;

const proof: Proof = {
  level: "alert",
  monitors: [
    { monitor: monitor(1, "tk-app3/supervisord"), findings: [] },
    {
      monitor: monitor(2, "tk-app3/nginx"),
      findings: [
        { code: "paused", severity: "problem", message: "it is paused", about: { kind: "monitor", id: 2 } },
        { code: "retries", severity: "warning", message: "it has 2 retries", about: { kind: "monitor", id: 2 } },
      ],
    },
  ],
  channels: [
    channel("ops-chat"),
    channel("pager", { test: { ok: false, ms: 30, error: "Request failed with status code 500" } }),
    channel("mail", { isSuspect: true }),
  ],
  alert: { code: "4821", quietMs: 5, downMs: 1550, upMs: 1620, witnessed: null, verdict: "too-short" },
};

test.each([80, 40])("the text fits %i columns", (columns) => {
  process.env["NO_COLOR"] = "1";
  const text = describeProof(proof, undefined, terminal(columns));
  expect(text).toMatchSnapshot();
  expect(text.split("\n").filter((line) => line.length > columns)).toEqual([]);
});

test("a slow channel in front of others is named, with what that costs", () => {
  const taken = { ok: true, ms: 8200, error: null };
  const slow = (delays: number): string =>
    describeProof({ ...proof, channels: [channel("mail", { test: taken, delays })] }, undefined, terminal(200));
  expect(slow(2)).toContain("! mail (slack): taken by the provider in 8200 ms");
  expect(slow(2)).toContain("the 2 channels behind it wait so long in each alert");
  expect(slow(0)).toContain("✓ mail (slack)");
});

test("codes that were typed are said", () => {
  const channels = [channel("ops-chat"), channel("sms")];
  const acknowledged = new Map(channels.map(({ id }, index) => [id, index === 0]));
  const text = describeProof({ ...proof, channels }, acknowledged, terminal(80));
  expect(text).toContain("ops-chat (slack): seen by you");
  expect(text).toContain("sms (slack): taken by the provider, and not seen by you");
});
