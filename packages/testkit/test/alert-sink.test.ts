import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startAlertSink, type AlertSink } from "@kumakit/testkit";

let sink: AlertSink;

beforeEach(async () => {
  sink = await startAlertSink();
});

afterEach(async () => {
  await sink.close();
});

async function post(body: string, type = "application/json"): Promise<Response> {
  return await fetch(`${sink.url}/hook?x=1`, { method: "POST", body, headers: { "content-type": type } });
}

describe("an alert sink", () => {
  test.each([
    ["a webhook's DOWN", { msg: "[db] [🔴 Down] x", heartbeat: { status: 0 } }, "[db] [🔴 Down] x", "down"],
    ["a webhook's UP", { msg: "[db] [✅ Up] OK", heartbeat: { status: 1 } }, "[db] [✅ Up] OK", "up"],
    ["a webhook's test", { msg: "ops Testing", heartbeat: null, monitor: null }, "ops Testing", "test"],
    ["a chat's DOWN", { text: "[db] [🔴 Down] x" }, "[db] [🔴 Down] x", "down"],
    ["a chat's UP", { content: "[db] [✅ Up] OK" }, "[db] [✅ Up] OK", "up"],
  ])("understands %s", async (...[, body, text, status]) => {
    await post(JSON.stringify(body));
    expect(sink.alerts).toMatchObject([{ body, text, status, path: "/hook?x=1" }]);
  });

  test("understands a webhook's form data", async () => {
    const form = new FormData();
    form.append("data", JSON.stringify({ msg: "it is gone", heartbeat: { status: 0 } }));
    await fetch(sink.url, { method: "POST", body: form });
    expect(sink.alerts).toMatchObject([{ text: "it is gone", status: "down" }]);
  });

  test("keeps what is no JSON as a text", async () => {
    await post("{ not json", "text/plain");
    expect(sink.alerts).toMatchObject([{ body: "{ not json", text: "{ not json", status: "test" }]);
  });

  test("notes when an alert came", async () => {
    const before = Date.now();
    await post("{}");
    const at = sink.alerts[0]?.at ?? 0;
    expect(at).toBeGreaterThan(before - 5);
    expect(at).toBeLessThan(Date.now() + 5);
  });

  test("waits for an alert that is still to come, and finds one that came", async () => {
    const waiting = sink.waitFor(({ status }) => status === "up", { timeout: 5000 });
    await post(JSON.stringify({ msg: "down", heartbeat: { status: 0 } }));
    await post(JSON.stringify({ msg: "up", heartbeat: { status: 1 } }));
    expect((await waiting).text).toBe("up");
    expect((await sink.waitFor(({ status }) => status === "down", { timeout: 10 })).text).toBe("down");
  });

  test("says what came when the awaited alert did not", async () => {
    await post(JSON.stringify({ msg: "something else" }));
    await expect(sink.waitFor(({ status }) => status === "up", { timeout: 50 })).rejects.toThrow(
      "no such alert came within 0.05 s, but only:\n- test: something else",
    );
  });

  test("answers with the wanted status", async () => {
    sink.respondWith({ status: 503, delay: 150 });
    const start = performance.now();
    const response = await post("{}");
    expect(response.status).toBe(503);
    expect(performance.now() - start).toBeGreaterThan(145);
    sink.respondWith({});
    expect((await post("{}")).status).toBe(200);
  });

  test("is gone after it was closed, also for a sender who kept the connection", async () => {
    await post("{}");
    await sink.close();
    await expect(post("{}")).rejects.toThrow("fetch failed");
  });
});
