import { parseSurvey } from "@kumakit/installer";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import { readWishes } from "../src/agents/carried-wishes.ts";
import { factsIn } from "../src/agents/read-facts.ts";

const look = [
  "hostname\tweb1",
  "account\t0\nroot\nroot",
  "folders\t/root\n/root/.config\n/root/.local/share\n/run/user/0",
  "has\tsystemd",
  "end\tcomplete",
  "",
];
const survey = (records: readonly string[]): string => deflateSync(records.join("\0")).toString("base64");
const facts = { version: 1, survey: survey(look) };
const shared = { headers: {}, program: "/kuma-agent.mjs", version: "1.0.0" };

function wishes(hosts: Readonly<Record<string, object>>): ReturnType<typeof readWishes> {
  return readWishes(JSON.stringify({ hosts }), "wishes.json", shared);
}

describe("the facts of the module agent_facts", () => {
  it("are those of the look itself", () => {
    const read = parseSurvey(Buffer.from(look.join("\0")), { label: "web1", scope: "system" });
    expect(factsIn(facts, "The text on stdin")).toEqual(read);
  });

  it.each([
    ["were cut off", { version: 1, survey: survey(look.slice(0, 3)) }],
    ["are no look", { version: 1, survey: "eJw=" }],
    ["are huge", { version: 1, survey: deflateSync(Buffer.alloc(20 * 1024 * 1024)).toString("base64") }],
  ])("are refused when they %s", (_why, given) => {
    expect(() => factsIn(given, "web1.json")).toThrow("web1.json holds facts that were cut off");
  });
});

describe("the wishes for hosts", () => {
  it("have checks of any type, which get the names that kuma agent add gives", () => {
    const [wish] = wishes({
      web1: { facts, units: ["nginx"], checks: [{ type: "disk", paths: ["/"], minFree: "5%" }] },
    });
    expect(wish).toMatchObject({
      host: "web1",
      agent: {
        units: ["nginx"],
        checks: [{ type: "disk", name: "disk /", paths: ["/"], minFree: ["5%"] }],
        notify: "default",
      },
    });
    expect(wish).not.toHaveProperty("agent.checks.0.tokenFile");
  });

  it.each([
    [{ facts }, "There is nothing to watch on web2: neither units nor checks are named"],
    [{ facts, checks: [{ type: "dsik" }] }, /In the check 1 for web2: type .*disk/],
    [{ facts, checks: [{ type: "disk", minFre: "5%" }] }, /In the check 1 for web2: .*minFree/],
    [{ facts: { version: 2 }, units: ["a"] }, "The wish for web2 holds facts of another version than 1"],
  ])("are refused for one host alone: %j", (wish, message) => {
    const [first, second] = wishes({ web1: { facts, units: ["nginx"] }, web2: wish });
    expect(first).toHaveProperty("agent");
    expect(second).toMatchObject({ host: "web2", error: { message: expect.stringMatching(message) as string } });
  });

  it.each([
    ["nothing", "", "wishes.json is not JSON"],
    ["a wish that nobody knows", JSON.stringify({ hosts: { web1: { facts, unit: [] } } }), /hosts\.web1.*unit/],
    [
      "a token that cannot be one",
      JSON.stringify({ hosts: { web1: { facts, units: ["a"], tokens: { a: "$(id)" } } } }),
      /hosts\.web1\.tokens\.a: is not a push token/,
    ],
  ])("are refused as a whole when the text is %s", (_what, text, message) => {
    expect(() => readWishes(text, "wishes.json", shared)).toThrow(message);
  });
});
