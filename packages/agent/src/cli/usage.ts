/** What `kuma-agent --help` prints. */
export const usage = `Watches this host's services and pushes to Uptime Kuma.

Usage:
  kuma-agent run    [--config FILE] [--status-file FILE]
  kuma-agent check  [--config FILE]
  kuma-agent status [--status-file FILE] [--json]
  kuma-agent sh     [--config FILE] [--output FILE] [--folder FOLDER] [--scheduler timer|cron]

Commands:
  run     watch and push until SIGTERM or SIGINT; SIGHUP reloads the config
  check   say whether the config and the files it names can be used
  status  say what the running agent knows
  sh      write a shell script that does one round of what the config says, for hosts where nothing shall stay running

Options:
  --config FILE       default $CONFIGURATION_DIRECTORY/agent.json, else /etc/kuma-agent/agent.json
  --status-file FILE  default $RUNTIME_DIRECTORY/status.json; for status else /run/kuma-agent/status.json
  --json              status as JSON
  --output FILE       where the script goes, mode 0700; default standard output
  --folder FOLDER     where the config's tokens lie on the host of the script; default the folder of the config
  --scheduler NAME    what starts the script: timer (default) or cron, which comes once a minute
  -h, --help          this text
  --version           the version

Exit codes: 0 success, 1 failure, 2 wrong usage

Examples:
  kuma-agent check --config ./agent.json
  kuma-agent status --json
`;

/** The command line is wrong; the program exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
