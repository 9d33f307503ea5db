import { expect, test } from "vitest";
import { ansibleModulePages } from "../src/ansible-module-pages.ts";

const pages = ansibleModulePages();

test("each module has a page, with its parameters and those that all modules share", () => {
  expect(pages.get("docs/ansible-modules/README.md")).toContain("- [monitor](monitor.md): ");
  const page = pages.get("docs/ansible-modules/monitor.md");
  expect(page).toContain("# kumakit.kuma.monitor\n");
  expect(page).toMatch(/^\| `name` \| str \| needed \| /m);
  expect(page).toMatch(/^\| `notify` \| list of str \| {2}\| /m);
  expect(page).toMatch(/^\| `state` \| str \| `present` \| .* One of `present`, `absent`\. \|$/m);
  expect(page).toMatch(/^\| `executable` \| path \| `kuma` \| /m);
  expect(page).toContain("```yaml\n- name: Watch the web page of each host\n");
  expect(page).toMatch(/^\| `push_url` \| when `show_push_url=true`/m);
});

test("no mark of Ansible's is left in a page", () => {
  for (const [file, text] of pages) expect([file, /\b[A-Z]{1,2}\([^)]*\)/.exec(text)?.[0]]).toEqual([file, undefined]);
});
