import { describe, expect, it } from "vitest";

import { asCsv } from "../../src/report/as-csv.ts";
import { asHtml } from "../../src/report/as-html.ts";
import { asMarkdown } from "../../src/report/as-markdown.ts";
import { lengthText } from "../../src/report/report-figures.ts";
import { change, exampleReport } from "./example-report.ts";

const report = exampleReport([
  {
    name: "nginx",
    host: "tk-app3",
    changes: [change("03T08:00", "down", "nginx.service failed: exit code 1"), change("03T09:30", "up")],
  },
  { name: "backup", host: "tk-app3", changes: [change("10T00:00", "maintenance"), change("10T02:00", "up")] },
  { name: "shop", changes: [change("31T22:00", "down", "timeout")] },
]);
const nothing = exampleReport([{ name: "quiet" }]);
const hostile = exampleReport([
  {
    name: "</td><script>alert(1)</script>|**x**",
    host: "=HYPERLINK(1)",
    changes: [change("03T08:00", "down", "a\n| b | [c](d) \u001b[2J {{x}}"), change("03T09:00", "up")],
  },
]);

describe("a report in Markdown", () => {
  it("has the sums, a table for each host, and every outage", () => {
    expect(asMarkdown(report)).toMatchSnapshot();
  });

  it("says when there was no outage", () => {
    expect(asMarkdown(nothing)).toContain("## Outages\n\nThere was no outage.");
    expect(asMarkdown(nothing)).toContain("**100 %** available, 0 outages, down for - in all.");
  });

  it("is not changed by what others have written", () => {
    const text = asMarkdown(hostile);
    expect(text).not.toContain("<script>");
    const row = text.split("\n").find((line) => line.includes("script")) ?? "";
    expect(row.split(/(?<!\\)\|/)).toHaveLength(10);
    expect(text).toContain(String.raw`\| b \| \[c\](d)`);
    expect(text).not.toContain("\u001b");
  });
});

describe("a report as a page", () => {
  const page = asHtml(report);

  it("has the same figures", () => {
    for (const text of [
      "<b>99.88 %</b>available",
      "<b>2</b>outages",
      "October 2026",
      "nginx.service failed: exit code 1",
    ])
      expect(page).toContain(text);
    expect(page.match(/<svg viewBox="0 0 1000 44"/g)).toHaveLength(3);
    expect(page).toContain('<td class="time">2026-10-03 10:00</td><td class="time">2026-10-03 11:30</td>');
    expect(page).toContain("still down at the end");
    expect(asHtml(nothing)).toContain("<p>There was no outage.</p>");
  });

  it("draws what is down on top of the rest, and wide enough to be seen", () => {
    const strip = page.split('aria-label="nginx')[1]?.split("</svg>")[0] ?? "";
    const classes = [...strip.matchAll(/<rect class="(\w+)"/g)].map(([, name]) => name);
    expect(classes).toEqual(["up", "up", "down"]);
    expect(strip).toContain('class="down" x="77.85" y="0" width="4" height="44"');
  });

  it("draws an outage at the end within the picture", () => {
    const strip = page.split('aria-label="shop')[1]?.split("</svg>")[0] ?? "";
    expect(strip).toContain('class="down" x="996" y="0" width="4" height="44"');
  });

  it("asks nobody for anything, and runs nothing", () => {
    expect(page).not.toMatch(/(?:src|href)=|@import|url\(|<script/);
  });

  it("is not changed by what others have written", () => {
    const text = asHtml(hostile);
    expect(text).not.toContain("<script>");
    expect(text).toContain("&lt;script&gt;");
    expect(text).toContain("{{x}}");
  });
});

describe("a report for a spreadsheet", () => {
  it("has a line for each monitor", () => {
    expect(asCsv(report)).toMatchSnapshot();
  });

  it("has no cell that a spreadsheet would run", () => {
    expect(asCsv(hostile)).toContain("'=HYPERLINK(1)");
  });
});

it.each([
  [0, "-"],
  [400, "-"],
  [42_000, "42 s"],
  [60_000, "1 min"],
  [3_599_000, "1 h"],
  [3_900_000, "1 h 5 min"],
  [86_400_000, "1 d"],
  [90_061_000, "1 d 1 h"],
])("%i ms are %s", (length, text) => {
  expect(lengthText(length)).toBe(text);
});
