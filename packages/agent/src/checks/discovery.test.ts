import { expect, test } from "vitest";
import { unitName } from "../config/settings/unit-settings.ts";
import { checkTypes, type CheckConfig } from "./registry.ts";
import { checkTypeOfUnit, watchedUnitKinds, watchesUnits } from "./discovery.ts";

test.each([
  ["nginx.service", "systemd"],
  ["docker.socket", "systemd"],
  ["home.mount", "systemd"],
  ["app@1.service", "systemd"],
  ["backup.timer", "timer"],
  ["backup.timer.service", "systemd"],
  ["user.slice", undefined],
  ["nginx", undefined],
])("%s is watched by a check of the type %s", (unit, type) => {
  expect(checkTypeOfUnit(unit)).toBe(type);
});

test("each kind of unit belongs to one type, which takes a unit of that kind", () => {
  expect(watchedUnitKinds).toEqual([...new Set(watchedUnitKinds)]);
  for (const kind of watchedUnitKinds) {
    const type = checkTypeOfUnit(`x.${kind}`) ?? "load";
    const { settings } = checkTypes[type];
    expect(unitName.safeParse(`x.${kind}`).success).toBe(true);
    const check = { type, name: "x", unit: `x.${kind}`, interval: 60, tokenFile: "t" };
    expect(settings.safeParse(check)).toMatchObject({ success: true, data: { unit: `x.${kind}`, scope: "system" } });
  }
});

test("checks of units are known by their type", () => {
  const common = { name: "n", interval: 60, tokenFile: "t" };
  const checks: readonly CheckConfig[] = [
    { type: "systemd", unit: "nginx.service", ...common },
    { type: "timer", unit: "backup.timer", ...common },
    { type: "journal", unit: "nginx.service", ...common },
    { type: "failed-units", ...common },
  ];
  expect(checks.filter(watchesUnits).map(({ unit }) => unit)).toEqual(["nginx.service", "backup.timer"]);
});
