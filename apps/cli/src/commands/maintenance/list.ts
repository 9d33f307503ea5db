import { listCommand } from "../../resources/list-command.ts";
import { maintenanceNoun } from "../../resources/nouns/maintenance.ts";

/** `kuma maintenance list`. */
export default listCommand(maintenanceNoun, "maintenance list");
