import { cpuTime } from "@kumakit/testkit";
import { describe, expect, test } from "vitest";

import { formatMarker, hasMarker, isSameMarker, marker, parseMarkers, withMarker } from "../src/marker/marker.ts";

const mine = marker({ host: "0123456789ab", check: "nginx.service" });
const text = "[kumakit v1 host=0123456789ab check=nginx.service]";

describe("the marker in a description", () => {
  test("is written last, on the line of the last words", () => {
    expect(withMarker("Watches nginx.", mine)).toBe(`Watches nginx. ${text}`);
    expect(withMarker("two\nlines\n", mine)).toBe(`two\nlines ${text}`);
    expect(withMarker(null, mine)).toBe(text);
  });

  test.each([
    ["the form that installs wrote before", `Watches nginx.\n\n${text}`],
    ["that form, once the form in the browser has dropped its line breaks", `Watches nginx.${text}`],
    ["with a note of a person behind it", `Watches nginx. ${text} ask Ada first`],
    [
      "with a note in front, and broken over lines",
      `call Ada\r\n [kumakit v1\n host=0123456789ab  check=nginx.service ]\r\n`,
    ],
    ["with a hash and keys of later versions", text.replace("]", " h=3fa1c2d4 zone=x]")],
  ])("is found in %s", (_, description) => {
    const [found] = parseMarkers(description);
    expect(found).toMatchObject({ version: 1, fields: mine.fields });
    expect(hasMarker(description, mine) || found?.fields["zone"] === "x").toBe(true);
  });

  test("names the same thing whatever was last written to it, and in whatever order", () => {
    const file = marker({ scope: "infra/web", id: "monitors.shop", h: "3fa1c2d4" });
    expect(isSameMarker(file, marker({ id: "monitors.shop", scope: "infra/web", h: "00000000" }))).toBe(true);
    expect(isSameMarker(file, marker({ scope: "infra/web", id: "monitors.api" }))).toBe(false);
    expect(isSameMarker(mine, { ...mine, version: 2 })).toBe(false);
  });

  test("is replaced when the same thing is written again; that of another thing stays", () => {
    const first = withMarker("Shop.", marker({ scope: "a", id: "x", h: "11111111" }));
    const second = withMarker(first, marker({ scope: "a", id: "x", h: "22222222" }));
    expect(second).toBe("Shop. [kumakit v1 scope=a id=x h=22222222]");
    expect(withMarker(second, mine)).toBe(`${second} ${text}`);
    expect(parseMarkers(withMarker(second, mine))).toHaveLength(2);
  });

  test("brings every value back as it was", () => {
    for (const value of ["a b", "[x]", "100%", "tab\tand\nline", "dev-disk-by\\x2dlabel.device", "数据库", "a=b"]) {
      const written = marker({ host: "h", check: value });
      expect(parseMarkers(`before ${formatMarker(written)} after`)).toEqual([written]);
    }
  });

  test("is found in time in a hostile text", () => {
    const time = cpuTime(() => {
      expect(parseMarkers("[kumakit v1 ".repeat(20_000))).toEqual([]);
      expect(parseMarkers(`[kumakit v1${" a=b".repeat(20_000)}`)).toEqual([]);
      expect(parseMarkers(" ".repeat(50_000))).toEqual([]);
    });
    expect(time).toBeLessThan(5_000);
  });
});
