import { describe, expect, it } from "vitest";

import { connectSsh, requireSshName } from "../src/index.ts";

describe("names for ssh", () => {
  it.each([
    "tk-app3",
    "root@tk-app3",
    "10.0.0.7",
    "root@fe80::1%eth0",
    "ssh://ops@tk-app3:2222",
    "ssh://ops@[2001:db8::7]:22",
    String.raw`DOMAIN\jo@tk-app3`,
    "jo@example.org@tk-app3",
    "bücher.example",
  ])("takes %j", (name) => {
    expect(requireSshName(name)).toBe(name);
  });

  it.each([
    "",
    "-oProxyCommand=touch x",
    "-F/tmp/x",
    "root@-oProxyCommand=x",
    "ssh://-oProxyCommand=x",
    "-l@host",
    "@host",
    "root@",
    "root@host name",
    "root@host\nname",
    "root@$(touch x)",
    "`touch x`",
    "host;touch x",
    "host|x",
    "'host'",
    "$(x)@host",
    "a\\@host",
    "host\u001b[2J",
    "host\u202e",
    "host\0",
    "h".repeat(300),
  ])("refuses %j", async (name) => {
    expect(() => requireSshName(name)).toThrow(expect.objectContaining({ code: "INSTALLER_HOST_NAME" }));
    await expect(connectSsh(name)).rejects.toMatchObject({ code: "INSTALLER_HOST_NAME", layer: "usage" });
  });
});
