// An entry of its own in the bundle: the docs and the tests read from it what no command holds.
export { cliErrorCatalogue } from "../error-catalogue.ts";
export { failureSchema } from "./shared-schemas.ts";
