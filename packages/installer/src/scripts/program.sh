# shellcheck shell=sh
# Runs the installed agent's program as the agent would: as its account, and within its sandbox.
#
# Arguments: system|user, and the words of the command; for system the options of systemd-run stand before them.
set -u
export LC_ALL=C SYSTEMD_PAGER='' SYSTEMD_COLORS=0
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
scope=$1
shift
if [ "$scope" = system ]; then set -- systemd-run --quiet --pipe --wait --collect --service-type=exec "$@"; fi
exec "$@"
