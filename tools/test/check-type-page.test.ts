import { expect, test } from "vitest";
import { checkTypePage, checkTypesIndex, type CheckTypeSchema } from "../src/check-type-page.ts";

const door: CheckTypeSchema = {
  title: "A door",
  description: "DOWN while the door is open.",
  examples: [{ type: "door", name: "front", side: "left" }],
  properties: {
    type: { const: "door" },
    name: { description: "What it is called." },
    side: { description: "`left` | `right`.", default: "left" },
    keys: { description: "Keys that fit.", default: [] },
    knocks: { description: "How often.", default: 3 },
  },
  required: ["type", "name"],
};

test("a page says what the check is for, shows an example and explains every setting", () => {
  const page = checkTypePage(door, "door --side left");
  expect(page).toContain("# door: A door\n\nDOWN while the door is open.");
  expect(page).toContain("kuma agent add door --side left\n");
  expect(page).toContain('"side": "left"');
  expect(page).toContain("| `name` | yes |  | What it is called. |");
  expect(page).toContain("| `side` |  | `left` | `left` \\| `right`. |");
  expect(page).toContain("| `knocks` |  | `3` | How often. |");
});

test("an empty list is what one expects of a setting that is left out", () => {
  expect(checkTypePage(door, "door --side left")).toContain("| `keys` |  |  | Keys that fit. |");
});

test("a setting that says nothing of itself is a mistake", () => {
  const properties = { ...door.properties, hinge: {} };
  expect(() => checkTypePage({ ...door, properties }, "")).toThrow("the setting hinge of the check door says nothing");
});

test("the list links every page", () => {
  expect(checkTypesIndex([door])).toContain("- [door](door.md): A door");
});
