/** The text of `kuma-agent --help`. */
export const usage = `Watches this host's services and pushes to Uptime Kuma.

Usage:
  kuma-agent run    [--config FILE] [--status-file FILE]
  kuma-agent check  [--config FILE]
  kuma-agent test   [--config FILE] [--json] [NAME...]
  kuma-agent config [--config FILE]
  kuma-agent status [--status-file FILE] [--json]
  kuma-agent mute   --for TIME [--reason TEXT] [--dry-run] [--json] --all | NAME...
  kuma-agent unmute [--dry-run] [--json] --all | NAME...
  kuma-agent sh     [--config FILE] [--output FILE] [--folder FOLDER] [--scheduler timer|cron]
  kuma-agent exec   --token-file FILE [OPTION...] -- COMMAND [ARG...]

Commands:
  run     watch and push until SIGTERM or SIGINT; SIGHUP reloads the config
  check   say whether the config and the files it names can be used
  test    look once at these checks, or at all, and say how they are; sends nothing
  config  say what the config means: all files together, with every default, secrets masked
  status  say what the running agent knows
  mute    push UP for these checks for a time, whatever they find; DOWN is pushed once it is over
  unmute  end that now
  sh      write a shell script that does one round of what the config says, for hosts where nothing shall stay running
  exec    run a job, and push how it went

Options:
  --config FILE       default agent.json, agent.yaml or agent.yml in $CONFIGURATION_DIRECTORY, else in /etc/kuma-agent;
                      checks may also lie in conf.d beside it, in files of any name that end so
  --status-file FILE  default $RUNTIME_DIRECTORY/status.json; for status else /run/kuma-agent/status.json
  --json              status, test, mute or unmute as JSON
  --output FILE       where the script goes, mode 0700; default standard output
  --folder FOLDER     where the config's tokens lie on the host of the script; default the folder of the config
  --scheduler NAME    what starts the script: timer (default) or cron, which comes once a minute
  -h, --help          this text
  --version           the version

Options of mute and unmute, which take --config and --status-file as well:
  --all               every check, and the agent's own monitor
  --for TIME          how long, as 30m or 2h; 7d at most
  --reason TEXT       stands in the messages meanwhile
  --dry-run           change nothing; say what would be done

Options of exec:
  --token-file FILE   holds the monitor's push token or push URL; credential:NAME for one of systemd
  --server URL        default: that of the push URL, else that of the config
  --name NAME         how messages call the job; default the program's name
  --timeout TIME      end the job after this time, as 90s, 5min or 2h; --kill-after TIME kills it (10s)
  --warn-after TIME   push DOWN after this time, and let the job go on
  --overlap RULE      when another run goes on: fail (do not run, push DOWN, default), skip or run
  --output-lines N    how many of the last lines of output to push (5); 0 leaves the output alone
  --tell-start        push a beat at the start, too
  --retry-for TIME    how long to try again when Uptime Kuma is away (2min)
  --state-folder DIR  where it is kept which jobs run
  --strict            do not run the job when Uptime Kuma cannot be reached

Exit codes: 0 success, 1 failure, 2 wrong usage
  of test: 1 also when a check is not UP
  of exec: that of the job, 128+n for signal n; 127 or 126 when it cannot be started; 124 when it was ended by
  --timeout; 75 when another run goes on; 125 when --strict kept it from running

Examples:
  kuma-agent check --config ./agent.json
  kuma-agent test nginx
  kuma-agent status --json
  kuma-agent mute nginx --for 30m --reason "deploy 1.4"
  kuma-agent exec --token-file /etc/backup/kuma-token --timeout 2h -- backup.sh --all
`;

/** The command line is wrong; the program exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
