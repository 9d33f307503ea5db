import { schema, type Table, type TableName } from "./schema.ts";
import { insertText, updateText } from "./statement-text.ts";
import { defaultValue, storedValue, type StoredValue } from "./stored-value.ts";

/** A row; `id` is always there. */
export type Row = { id: number } & Record<string, StoredValue>;

type Values = Readonly<Record<string, unknown>>;

/** Looked up for every monitor of a list, and changed by this class only. */
const indexedColumns = new Set(["parent", "monitor_id"]);

/** The double's database: in memory, with the columns, constraints and error texts of the real one. */
export class Database {
  readonly #rows = new Map<TableName, Map<number, Row>>();
  readonly #lastIds = new Map<TableName, number>();
  readonly #indexes = new Map<string, Map<StoredValue | undefined, Row[]>>();

  /** All rows in the order of their ids. */
  all(table: TableName): readonly Row[] {
    return [...this.#table(table).values()];
  }

  /** The rows with these values. */
  find(table: TableName, values: Readonly<Record<string, StoredValue>>): readonly Row[] {
    const wanted = Object.entries(values);
    const [first, ...others] = wanted;
    if (first !== undefined && others.length === 0 && indexedColumns.has(first[0]))
      return this.#index(table, first[0]).get(first[1]) ?? [];
    return this.all(table).filter((row) => wanted.every(([name, value]) => row[name] === value));
  }

  /** The row with an id, which may come as text. */
  get(table: TableName, id: unknown): Row | undefined {
    return id === null || typeof id === "object" ? undefined : this.#table(table).get(Number(id));
  }

  /**
   * Adds a row.
   *
   * @param statement - as error texts quote it; made from the values, in the order of their names, unless given
   * @throws Error with the text that the real server sends
   */
  insert(table: TableName, values: Values, statement?: string): Row {
    const sorted = Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const text = statement ?? insertText(table, sorted);
    const id = (this.#lastIds.get(table) ?? 0) + 1;
    const row: Row = { id };
    for (const [name, column] of Object.entries(schema[table].columns)) {
      if (name !== "id") row[name] = name in sorted ? storedValue(sorted[name], column) : defaultValue(column);
    }
    this.#check(table, row, { text, names: Object.keys(sorted) });
    this.#table(table).set(id, row);
    this.#lastIds.set(table, id);
    this.#indexes.clear();
    return row;
  }

  /**
   * Changes a row. A column that is given as `undefined` stays; a row that is not there is no error.
   *
   * @throws Error with the text that the real server sends
   */
  update(table: TableName, id: number, values: Values): void {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    const text = updateText(table, id, given);
    const old = this.#table(table).get(id);
    const row: Row = { ...old, id };
    for (const [name, column] of Object.entries(schema[table].columns)) {
      if (name !== "id" && name in given) row[name] = storedValue(given[name], column);
    }
    if (old === undefined) return;
    this.#check(table, row, { text, names: Object.keys(given) });
    Object.assign(old, row);
    this.#indexes.clear();
  }

  /** Removes rows, and what hangs on them, as the foreign keys say. */
  delete(table: TableName, values: Readonly<Record<string, StoredValue>>): void {
    for (const { id } of this.find(table, values)) {
      this.#table(table).delete(id);
      this.#indexes.clear();
      for (const name of Object.keys(schema) as TableName[]) this.#letGo(name, table, id);
    }
  }

  #letGo(name: TableName, deleted: TableName, id: number): void {
    for (const { column, table, onDelete } of schema[name].references ?? []) {
      if (table !== deleted) continue;
      if (onDelete === "CASCADE") this.delete(name, { [column]: id });
      else for (const row of this.find(name, { [column]: id })) row[column] = null;
      this.#indexes.clear();
    }
  }

  /** Made when it is wanted, and kept until something changes. */
  #index(table: TableName, column: string): ReadonlyMap<StoredValue | undefined, readonly Row[]> {
    const name = `${table}.${column}`;
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const index = new Map<StoredValue | undefined, Row[]>();
    for (const row of this.all(table)) {
      const rows = index.get(row[column]);
      if (rows === undefined) index.set(row[column], [row]);
      else rows.push(row);
    }
    this.#indexes.set(name, index);
    return index;
  }

  #check(name: TableName, row: Row, { text, names }: { text: string; names: readonly string[] }): void {
    const table: Table = schema[name];
    const refuse = (problem: string): never => {
      throw new Error(`${text} - SQLITE_${problem}`);
    };
    const unknown = names.find((column) => !(column in table.columns));
    if (unknown !== undefined) refuse(`ERROR: table ${name} has no column named ${unknown}`);
    for (const [column, { required }] of Object.entries(table.columns)) {
      if (required === true && row[column] === null)
        refuse(`CONSTRAINT: NOT NULL constraint failed: ${name}.${column}`);
    }
    this.#checkOthers(name, row, refuse);
  }

  /** What must be the only one of its kind, or must be there. */
  #checkOthers(name: TableName, row: Row, refuse: (problem: string) => never): void {
    const table: Table = schema[name];
    for (const columns of table.unique ?? []) {
      const same = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
      if (this.find(name, same).some(({ id }) => id !== row.id))
        refuse(`CONSTRAINT: UNIQUE constraint failed: ${columns.map((column) => `${name}.${column}`).join(", ")}`);
    }
    for (const { column, table: other } of table.references ?? []) {
      const id = row[column];
      const isItself = other === name && id === row.id;
      if (id !== null && id !== undefined && !isItself && this.get(other, id) === undefined)
        refuse("CONSTRAINT: FOREIGN KEY constraint failed");
    }
  }

  #table(name: TableName): Map<number, Row> {
    const rows = this.#rows.get(name) ?? new Map<number, Row>();
    this.#rows.set(name, rows);
    return rows;
  }
}
