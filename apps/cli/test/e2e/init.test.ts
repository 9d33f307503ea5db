import { connect, passwordAuth } from "@kumakit/client";
import { startKuma, type KumaServer, type RunningCommand } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { startAgentScene, type AgentScene } from "./agent-scene.ts";

const checkout = process.env["KUMA_TEST_CHECKOUT"];
const password = "kuma-Test-1";
const enter = "\r";
const right = "\u001b[C";
let scene: AgentScene;
let server: KumaServer;

beforeAll(async () => {
  // Its own server is of no use here: the first run begins with one that nobody has used yet.
  scene = await startAgentScene(checkout);
  server = await startKuma({ admin: false, ...(checkout === undefined ? {} : { checkout }) });
  await scene.bed.writeUnit(
    "shop.service",
    "[Unit]\nDescription=The shop\n[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n",
  );
  await scene.bed.exec(["systemctl", "enable", "--now", "shop"]);
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await scene[Symbol.asyncDispose]();
});

/** `kuma` of somebody in the bed who has never used it, on a terminal. */
function onTerminal(words: readonly string[], columns = 80, home = "/root/newcomer"): RunningCommand {
  const command = [process.execPath, KUMA, ...words].map((word) => `'${word}'`).join(" ");
  const line = `stty rows 40 cols ${columns} && exec ${command}`;
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8", TERM: "xterm-256color", NO_COLOR: "1" };
  return scene.bed.start(["script", "--quiet", "--return", "--command", line, "/dev/null"], {
    env: { ...env, SHELL: "/bin/sh", HOME: home },
    timeout: 150_000,
  });
}

/** Answers one question after the other. */
async function answer(running: RunningCommand, answers: readonly (readonly [RegExp, string])[]): Promise<void> {
  for (const [question, typed] of answers) {
    await running.waitForText(question, 60_000);
    running.type(typed);
  }
}

describeOnBed("kuma init", () => {
  it("goes from a server that is new to an alert that a person has seen", async () => {
    const running = onTerminal(["init", server.url]);
    await answer(running, [
      [/1 of 4[^]*User name/, `admin${enter}`],
      [/Password/, `${password}${enter}`],
      [/once more/, `${password}${enter}`],
      [/2 of 4[^]*What shall it be called/, `ops-chat${enter}`],
      [/Where do the alerts go/, "webhook"],
      [/1 match|Webhook/, enter],
      [/webhookURL/, `${scene.sink.url}${enter}`],
      [/More settings/, enter],
      [/Do you see the test message/, enter],
      [/3 of 4[^]*Which host/, enter],
      [/What shall be watched/, enter],
      [/4 of 4[^]*Make a real alert/, enter],
      [/Type the code/, ""],
    ]);
    const alert = await scene.sink.waitFor(({ text }) => /code is \d{4}/.test(text));
    running.type(`${/code is (\d{4})/.exec(alert.text)?.[1] ?? ""}${enter}`);
    const { code } = await running.finished;
    const said = running.output();
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("Done. From here:") });
    for (const line of [
      `$ kuma server setup ${server.url}`,
      "$ kuma notification create ops-chat --test --default",
      "$ kuma agent discover --notify ops-chat",
      "$ kuma verify id:",
    ])
      expect(said).toContain(line);
    expect(said).not.toContain(password);
    await using client = await connect({ url: server.url, auth: passwordAuth({ username: "admin", password }) });
    const monitors = await client.monitors.list();
    const [chat] = await client.notifications.list();
    const shop = monitors.find(({ name }) => name === "tk-app3/shop");
    expect(shop?.notificationIds).toEqual([chat?.id]);
    expect(monitors.map(({ name }) => name)).toContain("tk-app3/agent");
  });

  it("passes over what is done, at 40 columns too, and goes on after Ctrl-C", async () => {
    const running = onTerminal(["init"], 40);
    await answer(running, [
      [/Done already: logged in/, ""],
      [/Which notification/, enter],
      [/Send a test message/, `${right}${enter}`],
      [/3 of 4[^]*Which host/, "\u0003"],
    ]);
    const { code } = await running.finished;
    expect({ code, said: running.output() }).toMatchObject({
      code: 130,
      said: expect.stringContaining("To go on from here: kuma init"),
    });
  });

  it("logs in to the server of a profile, and shows no password that stands in an address", async () => {
    expect((await onTerminal(["profile", "add", "fresh", server.url], 80, "/root/other").finished).code).toBe(0);
    for (const words of [["--profile", "fresh"], [server.url.replace("://", "://proxy:hidden-Password@")]]) {
      const running = onTerminal(["init", ...words], 80, "/root/other");
      await answer(running, [[/1 of 4[^]*User name/, "\u0003"]]);
      const { code } = await running.finished;
      expect({ code, said: running.output() }).toMatchObject({
        code: 130,
        said: expect.stringContaining("$ kuma login"),
      });
      expect(running.output()).not.toContain("hidden-Password");
    }
  });

  it("names the commands where there is nobody to ask", async () => {
    const { code, stdout, stderr } = await scene.run("init", server.url);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("Error: kuma init asks a person at a terminal\nTry: kuma login URL\n");
  });
});
