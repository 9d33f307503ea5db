# shellcheck shell=sh disable=SC2034 # other parts of the script use its variables

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
