import { deleteCommand } from "../../resources/delete-command.ts";
import { dockerHostNoun } from "../../resources/nouns/docker-host.ts";

/** `kuma docker-host delete`. */
export default deleteCommand(dockerHostNoun, "docker-host delete");
