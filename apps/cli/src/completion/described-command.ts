/** A flag, as the manifest describes it. */
export interface DescribedFlag {
  readonly name: string;
  readonly type: "boolean" | "option";
  readonly summary?: string;
  readonly char?: string;
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly options?: readonly string[];
  readonly multiple?: boolean;
}

/** An argument, as the manifest describes it. */
export interface DescribedArg {
  readonly name: string;
  readonly options?: readonly string[];
}

/** A command, as the manifest describes it. */
export interface DescribedCommand {
  readonly id: string;
  readonly summary?: string;
  readonly strict?: boolean;
  readonly flags: Readonly<Record<string, DescribedFlag>>;
  readonly args: Readonly<Record<string, DescribedArg>>;
}
