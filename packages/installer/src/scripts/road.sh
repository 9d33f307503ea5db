# shellcheck shell=sh
# Prints how a host gets to a server, in the form of survey.sh; comes after read.sh in the same program. Changes nothing, and needs no more than what the host has.
#
# Arguments: the name of the server, and the URL of its first page.
set -u
export LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/sbin:/sbin
name=$1 url=$2
newline='
'
fact() { printf '%s\t%s\0' "$1" "$2"; }

# The agent goes by the proxy that its service names, and the account of this session may have another one.
for variable in http_proxy https_proxy no_proxy all_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY; do unset "$variable"; done
if [ -d /run/systemd/system ]; then
  set -f
  for setting in $(bounded 5 systemctl --no-pager show --property=Environment kuma-agent.service 2>/dev/null | sed 's/^Environment=//'); do
    case $setting in
      http_proxy=* | https_proxy=* | no_proxy=* | all_proxy=* | HTTP_PROXY=* | HTTPS_PROXY=* | NO_PROXY=* | ALL_PROXY=*)
        export "${setting?}"
        case $setting in [nN][oO]*) ;; *) proxy=yes ;; esac
        ;;
    esac
  done
  set +f
fi
if [ -n "${proxy:-}" ]; then fact proxy yes; fi

if command -v getent >/dev/null; then
  fact addresses "$(bounded 10 getent ahosts "$name" 2>/dev/null | cut -d ' ' -f 1 | sort -u | head -n 20)"
fi

# The exit code and the complaint: any answer will do. Settings of the account's own curl are not those of the agent.
if command -v curl >/dev/null; then
  answer=$(curl -q -sS --globoff --max-time 10 -o /dev/null -- "$url" 2>&1)
  fact curl "$?$newline$answer"
elif command -v wget >/dev/null; then
  answer=$(bounded 12 wget -T 10 -O /dev/null "$url" 2>&1)
  fact wget "$?$newline$answer"
fi
fact end complete
