// A separate entry of the bundle: the docs and the tests read from it everything that no command holds.
export { cliErrorCatalogue } from "../cli-error.ts";
export { ENVIRONMENT, FOREIGN_ENVIRONMENT } from "../environment.ts";
export { EXIT_CODE_TABLE } from "../exit-codes.ts";
export { failureSchema } from "./shared-schemas.ts";
