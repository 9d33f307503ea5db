import type { AgentConfig } from "../config/agent-config.ts";
import { awkJudge } from "./awk-judge.ts";
import { awkReplies } from "./awk-replies.ts";
import { ScriptConfigError } from "./script-config-error.ts";
import { scriptProblems, type ScriptScheduler } from "./script-problems.ts";
import { shellProgram } from "./shell-program.ts";
import { scriptPeriodSeconds, scriptSettings } from "./script-settings.ts";
import { shellWord } from "./shell-word.ts";

/** What a script is made for. */
export interface FormatScriptOptions {
  /** What the file names in the config are relative to; absolute. */
  readonly folder: string;
  /** What starts it; a `timer` of systemd unless said. */
  readonly scheduler?: ScriptScheduler;
}

/**
 * Writes the POSIX shell script that does one round of what the config asks for: it needs systemctl, awk, and curl or
 * GNU wget, and leaves nothing running. It holds no push tokens, but the values of `server.headers`: keep it from other
 * users. The same input always gives the same text.
 *
 * @param config - as it was parsed
 * @param options - where its files are, and what starts the script
 * @throws {@link ScriptConfigError} when the config asks for something that needs the agent
 */
export function formatScript(config: AgentConfig, { folder, scheduler = "timer" }: FormatScriptOptions): string {
  const problems = scriptProblems(config, scheduler);
  if (problems.length > 0) throw new ScriptConfigError(problems);
  return `#!/bin/sh
# Looks at this host once and pushes what it finds to Uptime Kuma. Made by "kuma-agent sh" from the agent's config:
# change that and make this again. Run it every ${scriptPeriodSeconds(config)} s; --help says more.
# shellcheck disable=SC2016,SC2317 # texts that are no shell are in single quotes; one function is called by a made-up name

wanted_folder=$KUMA_AGENT_STATE runtime_folder=$RUNTIME_DIRECTORY session_folder=$XDG_RUNTIME_DIR journal=$JOURNAL_STREAM language=$LANG
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
unset CDPATH SYSTEMD_PAGER WGETRC ENV
umask 077
IFS='
 	'
tab='	'
return=$(printf '\\r')

# --- From the config

${scriptSettings(config, folder)}
# --- The same for every config

awk_judge=${shellWord(awkJudge)}
awk_replies=${shellWord(awkReplies)}
${shellProgram.trimStart()}`;
}
