#!/bin/sh
# Looks at this host once and pushes what it finds to Uptime Kuma. Made by "kuma-agent sh" from the agent's config:
# change that and make this again. Run it once in each period (see below); --help says more.
# shellcheck disable=SC2016,SC2317 # single quotes hold texts other than shell; one function is called by a made-up name
# shellcheck disable=SC2034 # other parts of the script use its variables

set -u
wanted_folder=${KUMA_AGENT_STATE:-} runtime_folder=${RUNTIME_DIRECTORY:-} session_folder=${XDG_RUNTIME_DIR:-}
# The first of systemd's list. It outlives a boot.
memory_folder=${STATE_DIRECTORY:-} memory_folder=${memory_folder%%:*}
journal=${JOURNAL_STREAM:-} language=${LANG:-}
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
unset CDPATH SYSTEMD_PAGER WGETRC ENV
umask 077
IFS='
 	'
tab='	'
line_end='
'
return=$(printf '\r')
