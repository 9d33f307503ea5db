import { flag, someText } from "../../field-builders.ts";
import { optional } from "../../monitor-field.ts";
import type { MonitorFields } from "../../monitor-type-definition.ts";

/** A text that an answer must have, or must not have. */
export interface KeywordInput {
  /** The text to find in the answer; upper and lower case differ. */
  readonly keyword: string;
  /** Whether the keyword must be missing instead. @defaultValue `false` */
  readonly invertKeyword?: boolean | undefined;
}

/** The fields of {@link KeywordInput}. */
export const keywordFields: MonitorFields<KeywordInput> = {
  keyword: someText("keyword"),
  invertKeyword: optional(flag("invertKeyword")),
};
