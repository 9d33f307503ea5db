import Login from "../login.ts";

/** `kuma server setup URL`. */
export default class ServerSetup extends Login {
  static override summary = "Create the first user of a new Uptime Kuma, and log in as them.";
  static override description =
    "Asks for the name and, twice, for the password. It is refused on a server that has a user already. The session is remembered as by kuma login.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> http://kuma.example:3001",
    {
      description: "In a script",
      command:
        "<%= config.bin %> <%= command.id %> http://127.0.0.1:3001 --username admin --password-file /run/secrets/kuma",
    },
  ];

  /** There is nobody to log in as yet. */
  protected override get createsAdmin(): boolean {
    return true;
  }
}
