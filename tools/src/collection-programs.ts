import { programsForOthers, type ProgramForOthers } from "@kumakit/installer";

/** So long may a line of Python be, with the quotes and the indent. */
const longest = 120;

/** The module of Python that holds the shell programs of the installer: no other kind of file reaches a host of Ansible. */
export function collectionPrograms(): readonly (readonly [file: string, text: string])[] {
  const { survey, lock, undo, status, journal, carried, unitKinds, secretSettings } = programsForOthers();
  const text = [
    "# -*- coding: utf-8 -*-",
    "# Made from the shell programs of packages/installer by `pnpm run docs`: not to be edited.",
    "# MIT License (see LICENSE or https://opensource.org/license/mit)",
    "",
    "from __future__ import (absolute_import, division, print_function)",
    "__metaclass__ = type",
    "",
    `STATUS_FILES = ${list(status)}`,
    "",
    `JOURNAL = ${JSON.stringify(journal.folder)}`,
    "",
    `JOURNAL_DONE = ${JSON.stringify(journal.done)}`,
    "",
    `CARRIED = ${JSON.stringify(carried)}`,
    "",
    `UNIT_KINDS = ${list(unitKinds)}`,
    "",
    `SECRET_SETTINGS = ${list(secretSettings)}`,
    "",
    ...program("SURVEY", survey),
    ...program("LOCK", lock),
    ...program("UNDO", undo),
  ].join("\n");
  return [["ansible/plugins/module_utils/programs.py", `${text.trimEnd()}\n`]];
}

function program(name: string, { program: text, args }: ProgramForOthers): readonly string[] {
  return [`${name}_ARGUMENTS = ${list(args)}`, "", `${name} = "\\n".join(${list(text.split("\n"))})`, ""];
}

/** A list of Python: a text of JSON is one of Python as well. */
function list(texts: readonly string[]): string {
  return `[\n${texts.map((text) => `    ${literal(text)},\n`).join("")}]`;
}

/** Literals that stand side by side are one text. */
function literal(text: string): string {
  const parts = text.match(new RegExp(`.{1,${longest / 2}}`, "gu")) ?? [""];
  return text.length < longest / 2 ? JSON.stringify(text) : parts.map((part) => JSON.stringify(part)).join("\n    ");
}
