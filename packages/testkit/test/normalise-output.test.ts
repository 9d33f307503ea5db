import { expect, test } from "vitest";
import { normaliseOutput } from "@kumakit/testkit";

test("names what differs, the longest text first", () => {
  const text = "at /tmp/a and /tmp/a/b, http://127.0.0.1:4711/dashboard/12\r\nin 3 ms and 40 ms\r\n";
  const result = normaliseOutput(text, [
    ["/tmp/a", "<a>"],
    [/\d+ ms/u, "<time>"],
    ["/tmp/a/b", "<b>"],
    ["http://127.0.0.1:4711", "<kuma>"],
    [/(?<=dashboard\/)\d+/u, "<id>"],
  ]);
  expect(result).toBe("at <a> and <b>, <kuma>/dashboard/<id>\nin <time> and <time>\n");
});

test("takes placeholders and texts literally", () => {
  expect(normaliseOutput("a.b axb", [["a.b", "$&"]])).toBe("$& axb");
  expect(normaliseOutput("a1", [[/\d/u, "$&$&"]])).toBe("a$&$&");
  expect(normaliseOutput("abc", [["", "x"]])).toBe("abc");
});
