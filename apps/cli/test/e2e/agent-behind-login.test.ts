import { freePort } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { monitorNamed, startAgentScene, type AgentScene } from "./agent-scene.ts";

const password = "pröxy@word/1";
const pass = "let-me-in-4711";

/** A log-in in front of the server, and a portal that lets those through who have a header. */
const nginx = (kuma: string, ports: readonly [number, number]): string => `
events {}
http {
  map $http_upgrade $connection_upgrade { default upgrade; "" close; }
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
  server {
    listen 127.0.0.1:${ports[0]};
    auth_basic "ops only";
    auth_basic_user_file /etc/nginx-in-front.users;
    location / { proxy_pass ${kuma}; proxy_set_header Authorization ""; }
  }
  server {
    listen 127.0.0.1:${ports[1]};
    location / {
      if ($http_x_pass != "${pass}") { return 302 https://auth.example/login?rd=$request_uri; }
      proxy_pass ${kuma};
    }
  }
}
`;

describeOnBed("an Uptime Kuma behind a log-in of something else", () => {
  let scene: AgentScene;
  let basic: string;
  let portal: string;

  beforeAll(async () => {
    scene = await startAgentScene();
    const ports = [await freePort(), await freePort()] as const;
    basic = `127.0.0.1:${ports[0]}`;
    portal = `127.0.0.1:${ports[1]}`;
    const { bed, kuma } = scene;
    await bed.writeFile("/etc/nginx-in-front.conf", nginx(kuma.url, ports));
    await bed.writeFile("/etc/nginx-in-front.users", `ops:{PLAIN}${password}\n`);
    await bed.writeFile("/root/password", kuma.admin?.password ?? "", "0600");
    await bed.writeFile("/root/headers", `X-Pass: ${pass}\n\nX-Other: 1\n`, "0600");
    const run = [
      "systemd-run",
      "--unit=nginx-in-front",
      "nginx",
      "-c",
      "/etc/nginx-in-front.conf",
      "-g",
      "daemon off;",
    ];
    const { code, stderr } = await bed.exec(run);
    if (code !== 0) throw new Error(stderr);
    await scene.addService("demo.service");
  });
  afterAll(async () => scene[Symbol.asyncDispose]());

  const login = (address: string, ...flags: readonly string[]) =>
    scene.run("login", address, "--username", "admin", "--password-file", "/root/password", ...flags);

  async function installs(url: string): Promise<void> {
    const { code, stdout, stderr } = await scene.run("agent", "install", "demo");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout + stderr).not.toContain(pass);
    const config = JSON.parse(await scene.bed.readFile("/etc/kuma-agent/agent.json")) as { server: { url: string } };
    expect(config.server.url).toBe(url);
    const { id } = await monitorNamed(scene.client, "tk-app3/demo");
    const beats = await scene.client.monitors.heartbeats(id, { hours: 1 });
    expect(beats.map(({ status }) => status)).toContain("up");
  }

  it("with user and password: a hint without them, and all works with them in the address", async () => {
    const refused = await login(`http://${basic}`);
    expect({ code: refused.code, stderr: refused.stderr.replaceAll(basic, "HOST") }).toMatchInlineSnapshot(`
      {
        "code": 5,
        "stderr": "Error: A server in front of http://HOST answered HTTP 401.
      Cause: Unexpected server response: 401
      Hint: Give the headers of that log-in, or let /socket.io/ and /api/push/ pass without it: kuma login URL --header-file FILE
      ",
      }
    `);
    const address = `http://ops:${encodeURIComponent(password)}@${basic}`;
    const { code, stdout, stderr } = await login(address);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout + stderr).not.toMatch(/pr(?:ö|%C3%B6)xy/);
    await installs(`http://${basic}`);
    const stored = await scene.bed.exec([
      "stat",
      "-c",
      "%a %n",
      "/root/.config/kuma/sessions.json",
      "/etc/kuma-agent/agent.json",
    ]);
    expect(stored.stdout).toBe("600 /root/.config/kuma/sessions.json\n640 /etc/kuma-agent/agent.json\n");
    const job = await scene.run("run", "--monitor", "tk-app3/demo", "--", "true");
    expect(job).toMatchObject({ code: 0, stderr: "" });
    expect(await scene.run("agent", "uninstall", "--yes", "--delete-monitors")).toMatchObject({ code: 0 });
  });

  it("of a portal: the hint names it and what has to pass, and a file with headers opens it", async () => {
    const refused = await login(`http://${portal}`);
    expect({ code: refused.code, stderr: refused.stderr.replaceAll(portal, "HOST") }).toMatchInlineSnapshot(`
      {
        "code": 5,
        "stderr": "Error: http://HOST redirects to another address.
      Cause: Unexpected server response: 302
      Hint: auth.example looks like a login portal: let /socket.io/ and /api/push/ pass without it, or give the headers that it lets through: kuma login URL --header-file FILE
      ",
      }
    `);
    await scene.bed.writeFile("/root/wrong", "X-Pass\n", "0600");
    const wrong = await login(`http://${portal}`, "--header-file", "/root/wrong");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("Line 1 of /root/wrong is not a header") });
    expect(await login(`http://${portal}`, "--header-file", "/root/headers")).toMatchObject({ code: 0, stderr: "" });
    await installs(`http://${portal}`);
    // A log-in without the file has those of the one before.
    expect(await login(`http://${portal}`)).toMatchObject({ code: 0, stderr: "" });
    expect(await scene.run("agent", "status")).toMatchObject({ code: 0 });
  });
});
