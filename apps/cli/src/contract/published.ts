// A separate entry of the bundle: the docs and the tests read from it everything that no command holds.
export { cliErrorCatalogue } from "../cli-error.ts";
export { failureSchema } from "./shared-schemas.ts";
