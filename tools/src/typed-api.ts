import ts from "typescript";

/** A property of an interface, as its author described it. */
export interface DescribedProperty {
  readonly name: string;
  readonly isOptional: boolean;
  /** The type as it is written, without `| undefined`. */
  readonly type: string;
  readonly meaning: string;
  /** What `@defaultValue` says. */
  readonly defaultValue: string | undefined;
}

/** The exported types of a package, read from its declaration files. */
export class TypedApi {
  readonly #checker: ts.TypeChecker;
  readonly #exports: ReadonlyMap<string, ts.Symbol>;

  /** Reads the declaration file of a package's entry. */
  constructor(entry: string) {
    const program = ts.createProgram([entry], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      skipLibCheck: true,
      noErrorTruncation: true,
    });
    this.#checker = program.getTypeChecker();
    const file = program.getSourceFile(entry);
    const module = file === undefined ? undefined : this.#checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entry} cannot be read`);
    const symbols = this.#checker.getExportsOfModule(module).map((symbol) => this.#withoutAlias(symbol));
    this.#exports = new Map(symbols.map((symbol) => [symbol.name, symbol]));
  }

  #withoutAlias(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #symbolOf(name: string): ts.Symbol {
    const symbol = this.#exports.get(name);
    if (symbol === undefined) throw new Error(`there is no exported type ${name}`);
    return symbol;
  }

  /** The names of all exported types. */
  names(): readonly string[] {
    return [...this.#exports.keys()];
  }

  /** The properties of an interface, those of the interfaces below it too. */
  propertiesOf(name: string): readonly DescribedProperty[] {
    return this.#checker
      .getDeclaredTypeOfSymbol(this.#symbolOf(name))
      .getProperties()
      .map((property) => this.#describe(property));
  }

  #describe(property: ts.Symbol): DescribedProperty {
    const declaration = property.valueDeclaration;
    if (declaration === undefined || !ts.isPropertySignature(declaration))
      throw new Error(`${property.name} has no declaration`);
    const tags = property.getJsDocTags(this.#checker);
    const defaultValue = tags.find((tag) => tag.name === "defaultValue")?.text;
    return {
      name: property.name,
      isOptional: declaration.questionToken !== undefined,
      type: (declaration.type?.getText() ?? "unknown").replace(/ \| undefined$/, ""),
      meaning: ts.displayPartsToString(property.getDocumentationComment(this.#checker)).replaceAll(/\s+/g, " "),
      defaultValue: defaultValue === undefined ? undefined : ts.displayPartsToString(defaultValue).trim(),
    };
  }

  /** The declaration of a type as code; an alias is written out. */
  declarationOf(name: string): string {
    const symbol = this.#symbolOf(name);
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined) throw new Error(`${name} has no declaration`);
    if (!ts.isTypeAliasDeclaration(declaration)) return declaration.getText().replace(/^export declare |^export /, "");
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
    const isGeneric = declaration.typeParameters !== undefined;
    return isGeneric
      ? declaration.getText().replace(/^export declare |^export /, "")
      : `type ${name} = ${this.#checker.typeToString(type, undefined, ts.TypeFormatFlags.InTypeAlias)};`;
  }
}
