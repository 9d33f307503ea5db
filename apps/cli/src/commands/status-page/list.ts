import { listCommand } from "../../resources/list-command.ts";
import { statusPageNoun } from "../../resources/nouns/status-page.ts";

/** `kuma status-page list`. */
export default listCommand(statusPageNoun, "status-page list");
