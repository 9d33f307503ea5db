import { deleteCommand } from "../../resources/delete-command.ts";
import { apiKeyNoun } from "../../resources/nouns/api-key.ts";

/** `kuma api-key delete`. */
export default deleteCommand(apiKeyNoun, "api-key delete");
