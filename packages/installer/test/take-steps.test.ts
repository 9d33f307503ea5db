import { expect, it } from "vitest";

import type { HostFacts } from "../src/index.ts";
import { takenForAgent, takenFromAgent } from "../src/plan/take-steps.ts";
import { exampleFacts, factsOfPerson, fileFact } from "./support/example-facts.ts";

const folder = "/etc/kuma-agent";

function found(kind: "file" | "folder" | "link", access: string): HostFacts["files"][string] {
  const [mode = "", user = "", group = ""] = access.split(" ");
  return { ...fileFact("", "root"), kind, mode, owner: { user, group } };
}

const told = (steps: ReturnType<typeof takenForAgent>): readonly string[] =>
  steps.map(({ path, mode, owner }) => `${path} ${mode} ${owner.user}:${owner.group}`);

it("takes what the agent's user owned, the folder first, and leaves links and files of others", () => {
  const files = {
    [`${folder}/tokens/nginx.service`]: found("file", "0600 kuma-agent kuma-agent"),
    [`${folder}/tokens`]: found("folder", "0700 kuma-agent kuma-agent"),
    [folder]: found("folder", "0700 kuma-agent kuma-agent"),
    [`${folder}/agent.json`]: found("file", "0600 kuma-agent kuma-agent"),
    [`${folder}/check.sh`]: found("file", "0755 998 998"),
    [`${folder}/linked`]: found("link", "0777 kuma-agent kuma-agent"),
    [`${folder}/tokens/.kuma-new`]: found("file", "0600 kuma-agent kuma-agent"),
    [`${folder}/notes`]: found("file", "0600 alice staff"),
    "/etc/kuma-agent-else": found("file", "0600 kuma-agent kuma-agent"),
  };
  expect(told(takenForAgent(exampleFacts({ files }), []))).toEqual([
    `${folder} 0750 root:kuma-agent`,
    `${folder}/agent.json 0640 root:kuma-agent`,
    `${folder}/check.sh 0750 root:kuma-agent`,
    `${folder}/tokens 0750 root:kuma-agent`,
    `${folder}/tokens/nginx.service 0640 root:kuma-agent`,
  ]);
  expect(takenForAgent({ ...factsOfPerson(), files }, [])).toEqual([]);
});

it("lets the agent read what the config names, and nothing that it can read already", () => {
  const files = {
    [`${folder}/conf.d`]: found("folder", "0700 root root"),
    [`${folder}/conf.d/own.yaml`]: found("file", "0600 root root"),
    [`${folder}/tokens/open`]: found("file", "0644 root root"),
    [`${folder}/tokens/granted`]: found("file", "0640 root kuma-agent"),
    [`${folder}/private`]: found("file", "0600 root root"),
  };
  const named = Object.keys(files).slice(0, 4);
  expect(told(takenForAgent(exampleFacts({ files }), named))).toEqual([
    `${folder}/conf.d 0750 root:kuma-agent`,
    `${folder}/conf.d/own.yaml 0640 root:kuma-agent`,
  ]);
});

it("gives root alone what stays when the agent goes", () => {
  const files = {
    [folder]: found("folder", "0750 root kuma-agent"),
    [`${folder}/agent.json`]: found("file", "0640 root kuma-agent"),
    [`${folder}/tokens`]: found("folder", "0750 root kuma-agent"),
    [`${folder}/tokens/nginx.service`]: found("file", "0640 root kuma-agent"),
    [`${folder}/conf.d`]: found("folder", "0750 root kuma-agent"),
    [`${folder}/conf.d/own.yaml`]: found("file", "0640 root kuma-agent"),
  };
  const going = new Set([`${folder}/agent.json`, `${folder}/tokens/nginx.service`]);
  const facts = exampleFacts({ files });
  expect(told(takenFromAgent(facts, (path) => going.has(path)))).toEqual([
    `${folder} 0700 root:root`,
    `${folder}/conf.d 0700 root:root`,
    `${folder}/conf.d/own.yaml 0600 root:root`,
  ]);
  expect(takenFromAgent(facts, () => true)).toEqual([]);
});
