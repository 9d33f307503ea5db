import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { everythingShown } from "../../support/everything-shown.ts";
import { failureOf } from "../../support/failure-of.ts";
import { openClient, uniqueName, useTestBench } from "./test-bench.ts";
import type { ServerUnderTest } from "./test-bench.ts";

/** A Docker daemon with some containers, as far as the server asks it. */
async function startDaemon(containers: number): Promise<AsyncDisposable & { readonly url: string }> {
  const http = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify(
        Array.from({ length: containers }, (_item, index) => ({ Id: String(index), ImageID: "sha256:0" })),
      ),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Proxies and Docker hosts: what monitors use to look at things. */
export function helpersOfMonitorsSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  test("a proxy is set up, changed, seen by others, and deleted", async () => {
    const { proxies } = bench.client;
    const input = {
      protocol: "socks5h",
      host: "127.0.0.1",
      port: 9,
      username: "kuma",
      password: "s3cr3t-proxy",
    } as const;
    const made = await proxies.create(input);
    const plain = { id: made.id, protocol: "socks5h", host: "127.0.0.1", port: 9, auth: true, active: true };
    expect(made).toEqual({ ...plain, isDefault: false });
    expect([made.username, made.password]).toEqual(["kuma", "s3cr3t-proxy"]);
    expect(everythingShown(made)).not.toContain("s3cr3t-proxy");

    const moved = await proxies.update(made.id, { port: 10, isDefault: true });
    expect(moved).toEqual({ ...plain, port: 10, isDefault: true });
    expect(moved.password).toBe("s3cr3t-proxy");
    await using other = await openClient(server);
    expect(await other.proxies.get(made.id)).toEqual(moved);
    const open = await proxies.update(made.id, { username: null, isDefault: false });
    expect([open, open.username, open.password]).toEqual([
      { ...plain, port: 10, auth: false, isDefault: false },
      null,
      null,
    ]);

    await proxies.delete(made.id);
    expect((await proxies.list()).some(({ id }) => id === made.id)).toBe(false);
    for (const call of [
      () => proxies.get(made.id),
      () => proxies.delete(made.id),
      () => proxies.update(made.id, { port: 1 }),
    ])
      expect(await failureOf(call())).toMatchObject({ code: "KUMA_NOT_FOUND", resource: "proxy" });
    const wrong = { ...input, port: 70_000 };
    expect(await failureOf(proxies.create(wrong))).toMatchObject({ code: "KUMA_VALIDATION", field: "port" });
  });

  test("a Docker host is set up, tried, changed, and deleted", async () => {
    const { dockerHosts } = bench.client;
    await using daemon = await startDaemon(3);
    await using empty = await startDaemon(0);
    const name = uniqueName("docker");
    const made = await dockerHosts.create({ name, connection: "tcp", daemon: daemon.url });
    expect(made).toEqual({ id: made.id, name, connection: "tcp", daemon: daemon.url });
    expect(await dockerHosts.test(made.id)).toBe(3);
    expect(await dockerHosts.test({ connection: "tcp", daemon: empty.url })).toBe(0);
    const failure = await failureOf(dockerHosts.test({ connection: "tcp", daemon: "http://127.0.0.1:9" }));
    expect(failure.message).toMatch(/^The test of the docker host was refused by the server: .*ECONNREFUSED/);

    const moved = await dockerHosts.update(made.id, { connection: "socket", daemon: "/var/run/docker.sock" });
    expect(moved).toEqual({ id: made.id, name, connection: "socket", daemon: "/var/run/docker.sock" });
    await using other = await openClient(server);
    expect(await other.dockerHosts.get(made.id)).toEqual(moved);
    await dockerHosts.delete(made.id);
    expect(await failureOf(dockerHosts.get(made.id))).toMatchObject({
      code: "KUMA_NOT_FOUND",
      resource: "docker host",
    });
  });
}

/** Remote browsers: what `real-browser` monitors use to look at things. */
export function remoteBrowsersSuite(server: ServerUnderTest): void {
  const bench = useTestBench(server);

  const needsTwo = async (): Promise<void> => {
    const { remoteBrowsers } = bench.client;
    const url = "ws://127.0.0.1:9";
    const calls = [
      () => remoteBrowsers.list(),
      () => remoteBrowsers.create({ name: "x", url }),
      () => remoteBrowsers.test(url),
    ];
    for (const call of calls) expect(await failureOf(call())).toMatchObject({ code: "KUMA_UNSUPPORTED", needs: "2.0" });
  };

  const livesItsLife = async (): Promise<void> => {
    const { remoteBrowsers } = bench.client;
    const name = uniqueName("chrome");
    const input = { name, url: "ws://127.0.0.1:9/?token=s3cr3t-browser" };
    const made = await remoteBrowsers.create(input);
    expect([made, made.url]).toEqual([{ id: made.id, name }, input.url]);
    expect(everythingShown(made)).not.toContain("s3cr3t-browser");
    for (const tried of [made.id, input.url]) {
      const failure = await failureOf(remoteBrowsers.test(tried));
      expect(failure.message).toContain("The test of the remote browser was refused by the server");
      expect(everythingShown(failure)).not.toContain("s3cr3t-browser");
    }
    const moved = await remoteBrowsers.update(made.id, { url: "ws://127.0.0.1:10" });
    await using other = await openClient(server);
    const seen = await other.remoteBrowsers.get(made.id);
    expect([seen, seen.url]).toEqual([moved, "ws://127.0.0.1:10"]);
    await remoteBrowsers.delete(made.id);
    expect(await failureOf(remoteBrowsers.get(made.id))).toMatchObject({ resource: "remote browser" });
  };

  test("a remote browser is set up, tried, changed, and deleted, or needs 2.0", async () => {
    expect.hasAssertions();
    await (bench.client.server.capabilities.sendsSingleMonitors ? livesItsLife() : needsTwo());
  });
}
