import {
  array,
  boolean,
  discriminatedUnion,
  enum as oneOf,
  int,
  iso,
  json,
  literal,
  looseObject,
  null as nothing,
  number,
  object,
  optional,
  record,
  strictObject,
  string,
  toJSONSchema,
  union,
  unknown,
} from "zod";

import type { Zod } from "../contract/command-contract.ts";

/**
 * The part of the schema library that results are described with. The whole of it would double a file that most commands
 * load. A test has each tool describe its result, and so finds a name that is missing here.
 */
export const schemaLibrary = {
  array,
  boolean,
  discriminatedUnion,
  enum: oneOf,
  int,
  iso: { datetime: iso.datetime },
  json,
  literal,
  looseObject,
  null: nothing,
  number,
  object,
  optional,
  record,
  strictObject,
  string,
  toJSONSchema,
  union,
  unknown,
} as unknown as Zod;
