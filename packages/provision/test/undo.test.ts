import { KumaAbortedError, KumaRejectedError } from "@kumakit/client";
import { InstallerError } from "@kumakit/installer";
import { expect, test } from "vitest";

import { undoBecauseOf } from "../src/undo/undo-because-of.ts";
import { UndoStack } from "../src/undo/undo-stack.ts";

test("the way back goes last step first, on when one fails, and only once", async () => {
  const done: string[] = [];
  const undo = new UndoStack();
  undo.defer("delete the group", async () => done.push("group"));
  undo.defer("delete the tag", () => Promise.reject(new Error("gone")));
  undo.defer("delete the monitor", async () => done.push("monitor"));
  expect(await undo.unwind()).toEqual(["could not delete the tag (gone)"]);
  expect(done).toEqual(["monitor", "group"]);
  expect(await undo.unwind()).toEqual([]);
});

test("leaving its scope goes back, unless the steps were moved on; what is left is named in a field", async () => {
  const done: string[] = [];
  let kept: UndoStack;
  {
    await using undo = new UndoStack();
    undo.defer("a", async () => done.push("a"));
    kept = undo.move();
    undo.defer("b", async () => done.push("b"));
  }
  expect(done).toEqual(["b"]);
  kept.defer("c", () => Promise.reject(new Error("no")));
  await expect(kept[Symbol.asyncDispose]()).rejects.toMatchObject({
    code: "KUMA_UNDO_INCOMPLETE",
    leftBehind: ["could not c (no)"],
  });
  expect(done).toEqual(["b", "a"]);
});

test("a failure keeps its code and says that the rest was undone, and what was left", async () => {
  const undo = new UndoStack();
  undo.defer("delete the tag", () => Promise.reject(new Error("gone")));
  const cause = new KumaRejectedError("no such table", { hint: "look" });
  expect(await undoBecauseOf(cause, undo)).toMatchObject({
    name: "ProvisionError",
    code: "KUMA_REJECTED",
    message: "no such table",
    hint: "look",
    undone: true,
    leftBehind: ["could not delete the tag (gone)"],
    cause,
  });
});

test("a failure before anything was done is passed on as it is", async () => {
  const error = new KumaAbortedError("The call");
  expect(await undoBecauseOf(error, new UndoStack())).toBe(error);
});

test("a bug stays a bug; but its remains are reported", async () => {
  const undo = new UndoStack();
  undo.defer("x", async () => {});
  const bug = new TypeError("x is not a function");
  expect(await undoBecauseOf(bug, undo)).toBe(bug);
  undo.defer("x", () => Promise.reject(new Error("no")));
  expect(await undoBecauseOf(bug, undo)).toMatchObject({
    code: "KUMA_UNDO_INCOMPLETE",
    message: "x is not a function",
    leftBehind: ["could not x (no)"],
  });
});

test("a step of the host that got stuck on its own way back is reported once", async () => {
  const details = { code: "INSTALLER_FILE_FAILED", layer: "files", message: "the disk is full" } as const;
  const stuck = new InstallerError({ ...details, leftBehind: ["could not remove /etc/x"] });
  expect(await undoBecauseOf(stuck, new UndoStack())).toMatchObject({
    code: "INSTALLER_FILE_FAILED",
    message: "the disk is full",
    leftBehind: ["could not remove /etc/x"],
  });
});
