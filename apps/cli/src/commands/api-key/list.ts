import { listCommand } from "../../resources/list-command.ts";
import { apiKeyNoun } from "../../resources/nouns/api-key.ts";

/** `kuma api-key list`. */
export default listCommand(apiKeyNoun, "api-key list");
