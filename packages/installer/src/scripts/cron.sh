# shellcheck shell=sh
# Finds the cron of a host without systemd; comes before others in the same program, which have set newline.

# Sets cron_kind (cron.d, crontabs, unknown; nothing when none runs), cron_program and the folder of its entries by the
# daemon that runs in these namespaces: that of a container is another host's.
find_cron() {
  cron_kind='' cron_program='' cron_folder=''
  mounts=$(readlink /proc/self/ns/mnt)
  # shellcheck disable=SC2013 # a word is a line
  for process in $(grep -lsE '^(cron|crond|busybox)$' /proc/[0-9]*/comm); do
    process=${process%/comm}
    # Anybody may call a program crond, and name a folder.
    [ "$(stat -c %u -- "$process" 2>/dev/null)" = 0 ] || continue
    # Only root may read it of others.
    other=$(readlink "$process/ns/mnt" 2>/dev/null) && [ "$other" != "$mounts" ] && continue
    words=$(tr '\0' '\n' 2>/dev/null <"$process/cmdline") || continue
    set -f
    IFS=$newline
    # shellcheck disable=SC2086 # one word for each line
    set -- $words
    unset IFS
    set +f
    name=${1:-}
    if [ "${name##*/}" = busybox ]; then
      [ "${2:-}" = crond ] || continue
      shift
    fi
    cron_program=$(readlink "$process/exe" 2>/dev/null) || cron_program=$name
    # An upgrade has replaced it.
    cron_program=${cron_program% (deleted)}
    case ${cron_program##*/} in
      busybox*)
        cron_kind=crontabs
        crontabs_of "$@"
        ;;
      cron) cron_kind=cron.d cron_folder=/etc/cron.d ;;
      *) cron_kind=unknown ;;
    esac
    [ "$cron_kind" = unknown ] || return 0
  done
}

# The folder that BusyBox's crond was started with.
crontabs_of() { # ARGUMENTS
  cron_folder=/var/spool/cron/crontabs
  while [ $# -gt 1 ]; do
    case $2 in -c?*) cron_folder=${2#-c} ;; esac
    case $1 in -c | -[a-z]c | -[a-z][a-z]c) cron_folder=$2 ;; esac
    shift
  done
}
