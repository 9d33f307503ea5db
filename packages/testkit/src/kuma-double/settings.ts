/** The server's settings: a value and a type for each name. */
export class Settings {
  readonly #all = new Map<string, { readonly value: unknown; readonly type: string | null }>();

  get(name: string): unknown {
    return this.#all.get(name)?.value;
  }

  set(name: string, value: unknown, type: string | null): void {
    this.#all.set(name, { value, type });
  }

  /** Those of the type `general`. */
  general(): Record<string, unknown> {
    const entries = [...this.#all].filter(([, { type }]) => type === "general");
    return Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
  }

  /** Changes those of the type `general`, and takes new ones; the others are left alone without a word. */
  setGeneral(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      const known = this.#all.get(name);
      if (known === undefined || known.type === "general") this.set(name, value, "general");
    }
  }
}
