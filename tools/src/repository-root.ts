import { fileURLToPath } from "node:url";

/** The folder that holds the root package.json, whether the tool runs from `tools/src` or from `tools/dist`. */
export const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));
