import { expect, test } from "vitest";
import { listedAdmin, listedServers } from "../src/vitest/listed-servers.ts";

test("KUMA_TEST_SERVERS is a list of URLs and checkout folders", () => {
  expect(listedServers("http://127.0.0.1:3001/, /srv/uptime kuma ,https://kuma.example/base//,")).toStrictEqual([
    { url: "http://127.0.0.1:3001" },
    { checkout: "/srv/uptime kuma" },
    { url: "https://kuma.example/base" },
  ]);
  expect(listedServers("")).toStrictEqual([]);
  expect(listedServers(undefined)).toStrictEqual([]);
});

test("KUMA_TEST_USERNAME and KUMA_TEST_PASSWORD go together", () => {
  expect(listedAdmin({ KUMA_TEST_USERNAME: "ann", KUMA_TEST_PASSWORD: "p" })).toStrictEqual({
    username: "ann",
    password: "p",
  });
  expect(listedAdmin({ KUMA_TEST_USERNAME: "", KUMA_TEST_PASSWORD: "" })).toBeUndefined();
  expect(() => listedAdmin({ KUMA_TEST_USERNAME: "ann" })).toThrow("go together: set both");
});
