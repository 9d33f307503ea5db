#!/bin/bash
# A real systemd as PID 1, in namespaces of its own, on an overlay of this machine's root that is thrown away in the end.
# No image, no download, no virtual machine: it needs root, bash, util-linux, systemd and dbus-daemon.
#
#   systemd-bed.sh probe                                  says what is missing here, exit 1
#   systemd-bed.sh run STATE shared|isolated HOST [DIR..] boots and keeps it; returns when it is switched off or stopped
#   systemd-bed.sh stop STATE                             ends it and removes everything
#
# STATE is an empty folder. While the bed runs, STATE/pid1 holds the pid of its systemd and that process' start time.
# A file STATE/boot-again has it boot again after its systemd was killed, as a machine does after a power cut.
# shared: the bed shares this machine's network, so that both reach each other at 127.0.0.1. isolated: it has only lo.
# DIR is shown in the bed at the same path. /tmp and /run are fresh there, and other file systems than / are not seen.
# KUMAKIT_BED_INIT is a program that runs in place of systemd, as the first process of a machine that has another init.
# KUMAKIT_BED_LIMITS, with any value, has systemd feel limits of memory and tasks also where the unified cgroups have none.
# KUMAKIT_TEST_LAYER is a folder whose files lie over this machine's in the bed; systemd and dbus-daemon may be there.
set -euo pipefail
self=$(readlink -f "$0")
layer=${KUMAKIT_TEST_LAYER:-}
# shellcheck source=bed-cgroups.sh
. "$(dirname "$self")/bed-cgroups.sh"

init_program() {
  local candidate
  for candidate in /lib/systemd/systemd /usr/lib/systemd/systemd; do
    if [ -x "$candidate" ] || [ -x "$layer$candidate" ]; then echo "$candidate"; return; fi
  done
  return 1
}

process_start() { # its start time, in ticks since boot; nothing when it is gone
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  stat=${stat##*) }
  echo "$stat" | cut -d ' ' -f 20
}

kill_recorded() { # FILE SIGNAL: the process of a "PID START" file, if it is still that process
  local pid start
  read -r pid start 2>/dev/null <"$1" || return 1
  kill_process "$2" "$pid" "$start"
}

kill_process() { # SIGNAL PID START: if it is still that process
  [ -n "${3:-}" ] && [ "$(process_start "$2")" = "$3" ] || return 1
  [ "$1" = 0 ] || kill -s "$1" "$2" 2>/dev/null
}

# ---------------------------------------------------------------------------------------------------------- probe
probe() {
  local tool
  [ "$(id -u)" = 0 ] || { echo "it needs root"; return 1; }
  for tool in unshare nsenter mount umount pivot_root find dbus-daemon systemctl; do
    command -v "$tool" >/dev/null || [ -x "${layer:+$layer/usr/bin/$tool}" ] ||
      { echo "the command $tool is missing"; return 1; }
  done
  init_program >/dev/null || { echo "systemd is not installed"; return 1; }
  local why place code=0
  place=$(mktemp -d)
  why=$(unshare --mount --pid --cgroup --uts --ipc --fork --propagation private bash "$self" try-mounts "$place" 2>&1) || code=$?
  rmdir "$place"
  [ "$code" = 0 ] || { echo "this machine does not allow it: $(echo "$why" | tail -n 1)"; return 1; }
}

try_mounts() { # PLACE; in a mount namespace of its own
  mount -t tmpfs tmpfs "$1"
  root=$1/root
  mkdir -p "$1/disk/upper" "$1/disk/work" "$root" "$1/cgroup"
  mount_root "$1"
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t cgroup2 cgroup2 "$1/cgroup"
  mkdir "$1/cgroup/kumakit-probe-$(basename "$1")"
  rmdir "$1/cgroup/kumakit-probe-$(basename "$1")"
}

# ------------------------------------------------------------------------------------------------------ supervise
supervise() { # in a mount namespace of its own: STATE NET HOST DIR..
  state=$1
  local net=$2 code child
  shift 2
  echo "$$ $(process_start $$)" >"$state/supervisor"
  stopping=
  trap 'stopping=1; kill_recorded "$state/pid1" KILL || true' TERM
  trap '' INT HUP
  enter_own_cgroup
  mkdir -p "$state/root" "$state/disk"
  mount -t tmpfs -o size=2g,mode=755 tmpfs "$state/disk"
  mkdir "$state/disk/upper" "$state/disk/work"

  local namespaces=(--mount --pid --uts --ipc)
  [ "$net" = shared ] || namespaces+=(--net)
  while [ -z "$stopping" ]; do
    unshare "${namespaces[@]}" --fork --kill-child=KILL bash "$self" enter "$state" "$@" &
    child=$!
    code=0
    while :; do # wait returns early, above 128, when a signal was trapped
      code=0
      wait "$child" || code=$?
      kill -0 "$child" 2>/dev/null || break
    done
    rm -f "$state/pid1"
    # reboot(2) in a pid namespace ends its init with SIGHUP for a reboot and SIGINT for a power-off.
    if [ -e "$state/boot-again" ]; then rm -f "$state/boot-again"; continue; fi
    [ "$code" = 129 ] || break
  done
  echo "the bed has ended (code $code)"
  trap '' TERM
  leave_own_cgroup
  umount -l "$state/disk"
  remove_state "$state"
}

remove_state() { # never into a mounted file system: rmdir works on cgroups that are not ours
  rm -rf --one-file-system -- "$1"
}

# ----------------------------------------------------------------------------------------------------------- init
enter() { # PID 1 of the bed: STATE HOST DIR.. Its cgroup namespace begins where it is
  enter_bed_cgroups "$1"
  exec unshare --cgroup bash "$self" init "$@"
}

init() { # the same, before it becomes systemd: STATE HOST DIR..
  local state=$1 host=$2 pid
  shift 2
  read -r pid _ </proc/self/stat # /proc is still this machine's: the pid as it is seen from outside
  echo "$pid $(process_start "$pid")" >"$state/pid1.new"
  mv "$state/pid1.new" "$state/pid1"
  root=$state/root
  mount_root "$state"
  mount_kernel
  mount_devices
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp" # else systemd-tmpfiles spends seconds on hiding this machine's files
  show "$@"
  [ -e "$root/etc/.kumakit-bed" ] || forget_services "$host"
  hostname "$host"
  cd "$root"
  mkdir -p .outside
  pivot_root . .outside
  umount -l /.outside
  mount --make-rshared / # systemd does it outside containers only, and LoadCredential= needs it
  if [ -n "${KUMAKIT_BED_INIT:-}" ]; then
    : >/run/kumakit-bed
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /bin/sh -c "$KUMAKIT_BED_INIT"
  fi
  exec env -i container=kumakit-bed PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "$(init_program)" --unit=multi-user.target
}

mount_root() { # STATE
  local writable=upperdir=$1/disk/upper,workdir=$1/disk/work
  if [ -z "$layer" ]; then
    mount -t overlay overlay -o "lowerdir=/,$writable" "$root"
    return
  fi
  # The kernel takes no folder below / beside / itself. A file system of its own it takes, but on two others at most, so
  # that a machine whose own root is an overlay needs a copy.
  mkdir -p "$1/layer" "$1/nothing"
  mount -t overlay overlay -o "ro,lowerdir=$layer:$1/nothing" "$1/layer" 2>/dev/null &&
    mount -t overlay overlay -o "lowerdir=$1/layer:/,$writable" "$root" 2>/dev/null && return
  umount "$1/layer" 2>/dev/null || true
  mount -t tmpfs -o mode=755 tmpfs "$1/layer"
  cp -a "$layer/." "$1/layer"
  mount -t overlay overlay -o "lowerdir=$1/layer:/,$writable" "$root"
}

mount_kernel() {
  mount -t proc proc "$root/proc"
  mount --bind "$root/proc/sys" "$root/proc/sys"
  mount -o remount,bind,ro "$root/proc/sys" # systemd-sysctl would set this machine's
  [ ! -e "$root/proc/sysrq-trigger" ] || mount --bind /dev/null "$root/proc/sysrq-trigger"
  mount -t sysfs -o ro sysfs "$root/sys" # read-only: udev stays off
  mount_bed_cgroups
}

mount_devices() {
  local name number
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for name in null zero full random urandom tty; do
    : >"$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  number=0
  for name in stdin stdout stderr; do
    ln -s "/proc/self/fd/$number" "$root/dev/$name"
    number=$((number + 1))
  done
}

show() { # DIR..
  local path
  for path in "$@"; do
    if [ -d "$path" ]; then
      mkdir -p "$root$path"
    else
      mkdir -p "$(dirname "$root$path")"
      : >>"$root$path"
    fi
    mount --rbind "$path" "$root$path"
  done
}

# Nothing that this machine has enabled starts in the bed, and nothing that a container cannot have.
forget_services() { # HOST
  local etc=$root/etc unit
  rm -rf "$etc/systemd/system" "$etc/systemd/user" "$etc"/rc?.d "$root/var/lib/systemd/linger"
  mkdir -p "$etc/systemd/system" "$etc/systemd/user" "$etc"/rc{0,1,2,3,4,5,6,S}.d
  for unit in getty.target systemd-update-utmp.service systemd-update-utmp-runlevel.service \
    systemd-timesyncd.service systemd-networkd.service systemd-networkd.socket systemd-resolved.service \
    systemd-binfmt.service systemd-pstore.service e2scrub_reap.service apt-daily.timer apt-daily-upgrade.timer \
    sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount \
    dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount; do
    ln -s /dev/null "$etc/systemd/system/$unit"
  done
  mkdir -p "$etc/systemd/system.conf.d" "$etc/systemd/journald.conf.d"
  printf '[Manager]\nDefaultTimeoutStopSec=5s\nShowStatus=no\nLogTarget=journal\n' >"$etc/systemd/system.conf.d/bed.conf"
  printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\n' >"$etc/systemd/journald.conf.d/bed.conf"
  rm -f "$etc/machine-id" "$root/usr/sbin/policy-rc.d"
  tr -d - </proc/sys/kernel/random/uuid >"$etc/machine-id"
  rm -f "$etc/fstab" "$etc/hostname"
  : >"$etc/fstab"
  echo "$1" >"$etc/hostname"
  : >"$etc/.kumakit-bed"
}

# ----------------------------------------------------------------------------------------------------------- stop
stop() { # STATE; also when the supervisor was killed
  local tries supervisor=()
  # Read once: the file goes before its process has removed the rest.
  read -r -a supervisor 2>/dev/null <"$1/supervisor" || true
  kill_process TERM "${supervisor[@]:-}" || true
  # It tidies up itself, which takes long on a busy machine; what is left of it when it is killed would do so as well.
  for tries in $(seq 1000); do
    kill_process 0 "${supervisor[@]:-}" || break
    sleep 0.02
  done
  kill_process KILL "${supervisor[@]:-}" || true
  while kill_recorded "$1/pid1" KILL; do sleep 0.02; done
  [ ! -d "$1" ] || unshare --mount --propagation private bash "$self" tidy "$1"
}

tidy() { # STATE; in a mount namespace of its own
  tidy_cgroups "$1"
  remove_state "$1"
}

command=${1:-}
shift || true
case $command in
  probe) probe ;;
  run) exec unshare --mount --propagation private bash "$self" supervise "$@" ;;
  stop) stop "$1" ;;
  try-mounts) try_mounts "$1" ;;
  supervise) supervise "$@" ;;
  enter) enter "$@" ;;
  init) init "$@" ;;
  tidy) tidy "$1" ;;
  *)
    echo "usage: systemd-bed.sh probe | run STATE shared|isolated HOST [DIR..] | stop STATE" >&2
    exit 2
    ;;
esac
