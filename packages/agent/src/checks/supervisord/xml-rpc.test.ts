import { describe, expect, test } from "vitest";
import { parseXmlRpcReply } from "./xml-rpc.ts";
import { allProcessInfo, programsIn, unknownMethod } from "../../../test/support/recorded-replies.ts";

const replyOf = (value: string): string =>
  `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n${value}\n</param>\n</params>\n</methodResponse>\n`;

test("the reply of a real supervisord gives every program with its state and reason", () => {
  const programs = programsIn(allProcessInfo);
  expect(programs.map(({ id, state, spawnError }) => [id, state, spawnError].join(" ").trim())).toEqual([
    "absent FATAL can't find command '/does/not/exist'",
    "broken EXITED Bad exit code 7",
    "flapper BACKOFF Exited too quickly (process log may have details)",
    "idle STOPPED",
    "once EXITED",
    "slow STARTING",
    "web RUNNING",
    "workers:workers_00 RUNNING",
    "workers:workers_01 RUNNING",
  ]);
  expect(programs[1]).toMatchObject({ exitStatus: 7, pid: 0 });
  expect(programs[6]).toMatchObject({ name: "web", group: "web", start: 1795360366, pid: 11195 });
});

test("a fault is a fault, with its code", () => {
  expect(parseXmlRpcReply(unknownMethod)).toEqual({ kind: "fault", code: 1, text: "UNKNOWN_METHOD" });
});

test.each([
  ["<value><string>a &lt;b&gt; &amp;amp; &quot;c&quot; &#228; &#x1F415;</string></value>", 'a <b> &amp; "c" ä 🐕'],
  ["<value>bare &amp; plain</value>", "bare & plain"],
  ["<value> <string> blanks </string> </value>", " blanks "],
  ["<value><string/></value>", ""],
  ["<value><nil/></value>", null],
  ["<value><int>-7</int></value>", -7],
  ["<value><i8>4294967296</i8></value>", 4294967296],
  ["<value><double>1.5</double></value>", 1.5],
  ["<value><boolean>1</boolean></value>", true],
  ["<value><array><data></data></array></value>", []],
  ["<value><array><data/></array></value>", []],
  ["<value><array><data><value><int>1</int></value><value>b</value></data></array></value>", [1, "b"]],
  ["<value><struct></struct></value>", {}],
  ["<value><string>&#xFFFFFF;&#9999999;&nbsp;&</string></value>", "\uFFFD\uFFFD&nbsp;&"],
])("%s", (value, expected) => {
  expect(parseXmlRpcReply(replyOf(value))).toEqual({ kind: "value", value: expected });
});

test("a member that is called like a part of every object is just a member", () => {
  const value = "<value><struct><member><name>__proto__</name><value>x</value></member></struct></value>";
  const reply = parseXmlRpcReply(replyOf(value));
  expect(Object.keys(reply.kind === "value" ? (reply.value as object) : {})).toEqual(["__proto__"]);
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

describe("anything but a reply is refused with a reason", () => {
  test.each([
    ["", "<methodResponse> is missing"],
    ["<html><body>hello</body></html>", "<methodResponse> is missing"],
    ['<!DOCTYPE x [<!ENTITY a "b">]><methodResponse/>', "not a tag at character 0"],
    ["<methodResponse><params></params></methodResponse>", "<param> is missing"],
    [replyOf("<value/>"), "<value> is missing"],
    [replyOf("<value><int>x</int></value>"), "the text of a number is not one"],
    [replyOf("<value><int></int></value>"), "the text of a number is not one"],
    [replyOf("<value><blob>1</blob></value>"), "<blob> is not a type"],
    [replyOf("<value><string>a"), "</string> is missing"],
    [replyOf("<value><![CDATA[x]]></value>"), "not a tag at character"],
    [replyOf('<value a="b">x</value>'), "not a tag at character"],
    [replyOf("<value>1</value>") + replyOf("<value>2</value>"), "not a tag at character"],
    [`${replyOf("<value>1</value>")}<value>2</value>`, "there is more than one reply"],
    [allProcessInfo.slice(0, 5000), "is missing"],
    ["<methodResponse><fault><value>x</value></fault></methodResponse>", "a fault has no code"],
    [
      replyOf(`${"<value><array><data>".repeat(5000)}${"</data></array></value>".repeat(5000)}`),
      "values lie too deep in one another",
    ],
    ["<".repeat(1_000_000), "not a tag"],
    [`<methodResponse>${" ".repeat(1_000_000)}`, "<params> is missing"],
  ])("%.60s", (xml, reason) => {
    const startedAt = performance.now();
    expect(() => parseXmlRpcReply(xml)).toThrow(reason);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test.each([
    ["<value>x</value>", "the programs are no list"],
    ["<value><array><data><value>x</value></data></array></value>", "a program has no name, group or state"],
  ])("no list of programs: %s", (value, reason) => {
    expect(() => programsIn(replyOf(value))).toThrow(reason);
  });

  test("a state that nobody knows is UNKNOWN", () => {
    expect(programsIn(allProcessInfo.replace("<int>20</int>", "<int>12345</int>"))[6]?.state).toBe("UNKNOWN");
  });
});
