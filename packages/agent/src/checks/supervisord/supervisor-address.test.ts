import { expect, test } from "vitest";

import { supervisorAddress } from "./supervisor-address.ts";

test("without a serverUrl the sockets of Debian's package and of Fedora's are tried", () => {
  const { kind, ...address } = supervisorAddress(undefined);
  expect(kind).toBe("socket");
  // The last two are in the configuration of Fedora and EPEL.
  expect(address).toEqual({
    paths: [
      "/run/supervisor.sock",
      "/var/run/supervisor.sock",
      "/run/supervisor/supervisor.sock",
      "/var/run/supervisor/supervisor.sock",
    ],
  });
});

test.each([
  ["unix:///tmp/supervisor.sock", { kind: "socket", paths: ["/tmp/supervisor.sock"] }],
  ["http://127.0.0.1:9001", { kind: "tcp", host: "127.0.0.1", port: 9001 }],
  ["http://[::1]", { kind: "tcp", host: "::1", port: 80 }],
])("%s is the only place that is asked", (url, address) => {
  expect(supervisorAddress(url)).toEqual(address);
});
