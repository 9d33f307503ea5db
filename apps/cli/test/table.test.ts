import stringWidth from "string-width";
import { expect, test } from "vitest";

import { renderTable } from "../src/output/table.ts";
import type { OutputStream } from "../src/output/theme.ts";

interface Row {
  readonly id: number;
  readonly name: string;
}

const columns = [
  { heading: "id", cell: (row: Row) => String(row.id) },
  { heading: "name", cell: (row: Row) => row.name, isFlexible: true },
  { heading: "status", cell: () => "up" },
];
const pipe = { isTTY: false } as OutputStream;
const terminal = (width: number): OutputStream => ({ isTTY: true, columns: width }) as OutputStream;

test("columns are aligned by what is seen, without blanks at the end", () => {
  const rows = [
    { id: 1, name: "nginx" },
    { id: 12, name: "数据库 🚀" },
  ];
  expect(renderTable(rows, columns, { stream: pipe })).toBe(
    ["ID  NAME       STATUS", "1   nginx      up", "12  数据库 🚀  up"].join("\n"),
  );
});

test("headings can be left out", () => {
  expect(renderTable([{ id: 1, name: "nginx" }], columns, { stream: pipe, noHeadings: true })).toBe("1  nginx  up");
});

test("a pipe gets every value in full", () => {
  const name = "x".repeat(300);
  expect(renderTable([{ id: 1, name }], columns, { stream: pipe })).toContain(name);
});

test("a narrow terminal shortens the flexible column, also between wide characters", () => {
  process.env["NO_COLOR"] = "1";
  const text = renderTable([{ id: 1, name: "数据库".repeat(20) }], columns, { stream: terminal(40) });
  expect(text.split("\n").map((line) => stringWidth(line) <= 40)).toEqual([true, true]);
  expect(text).toContain("…");
  expect(text).toContain("up");
});

test("a name cannot break the table or command the terminal", () => {
  const text = renderTable([{ id: 1, name: "a\nb\u001b[2Jc\u009b31m\u202ed" }], columns, {
    stream: pipe,
    noHeadings: true,
  });
  expect(text).toBe("1  a\\nb\\u001b[2Jc\\u009b31m\\u202ed  up");
});

const wrapping = [
  { heading: "id", cell: (row: Row) => String(row.id) },
  { heading: "name", cell: (row: Row) => row.name, isFlexible: true },
  { heading: "type", cell: () => "push", isOptional: true },
  { heading: "interval", cell: () => "every 60 seconds", isOptional: true },
  {
    heading: "message",
    cell: () => "exit code 1, restarted 5 times; last words: see https://kuma.example/a/path/of/forty/characters",
    wraps: true,
  },
];

test.each([120, 80, 40])("on %i columns the last column goes on below, and optional ones make room", (width) => {
  process.env["NO_COLOR"] = "1";
  const rows = [
    { id: 1, name: "nginx" },
    { id: 2, name: "a name that is rather long for a table" },
  ];
  const text = renderTable(rows, wrapping, { stream: terminal(width) });
  expect(text).toMatchSnapshot();
  const wide = text.split("\n").filter((line) => stringWidth(line) > width && !line.includes("https://"));
  expect(wide).toEqual([]);
});

test("a cell has its colour, and the blanks beside it do not", () => {
  delete process.env["NO_COLOR"];
  const stream = { isTTY: true, columns: 80 } as OutputStream;
  const styledColumns = [
    { heading: "status", cell: () => "up", style: () => "success" as const },
    ...columns.slice(0, 1),
  ];
  const text = renderTable([{ id: 1, name: "x" }], styledColumns, { stream, noHeadings: true });
  expect(text).toBe("\u001b[32mup\u001b[39m  1");
});
