# The cgroups of a bed: those of its own, below which its systemd makes its units. Read by systemd-bed.sh.

# The supervisor and the bed have a cgroup each below one of their own: a cgroup hands its controllers on, such as that for
# memory, only while no process is in it, and the bed's would else land among this machine's.
enter_own_cgroup() {
  local own controller
  mkdir -p "$state/cgroup"
  mount -t cgroup2 cgroup2 "$state/cgroup"
  came_from=$(sed -n 's/^0:://p' /proc/self/cgroup)
  own=$state/cgroup/$(basename "$state")
  mkdir "$own" "$own/supervisor" "$own/bed"
  echo $$ >"$own/supervisor/cgroup.procs"
  for controller in $(cat "$own/cgroup.controllers"); do
    echo "+$controller" >"$own/cgroup.subtree_control" || true # one that does without is no reason to do without the bed
  done
  older_hierarchies >"$state/hierarchies"
  for controller in $(cat "$state/hierarchies"); do
    mount_hierarchy "$controller" "$state/older/$controller"
    mkdir "$state/older/$controller/$(basename "$state")"
  done
}

# The older kind of cgroups holds what the unified one lacks here. systemd calls a machine with both "hybrid".
older_hierarchies() {
  local controller missing=
  [ -n "${KUMAKIT_BED_LIMITS:-}" ] || return 0
  for controller in memory pids; do
    grep -qw "$controller" "$state/cgroup/cgroup.controllers" || missing+=" $controller"
  done
  [ -z "$missing" ] || echo "systemd$missing"
}

mount_hierarchy() { # NAME PLACE
  mkdir -p "$2"
  if [ "$1" = systemd ]; then
    mount -t cgroup -o none,name=systemd cgroup "$2"
  else
    mount -t cgroup -o "$1" cgroup "$2"
  fi
}

leave_own_cgroup() {
  echo $$ >"$state/cgroup$came_from/cgroup.procs" 2>/dev/null || echo $$ >"$state/cgroup/cgroup.procs"
  remove_cgroups "$state/cgroup/$(basename "$state")"
  umount -l "$state/cgroup"
  leave_older_hierarchies "$state"
}

leave_older_hierarchies() { # STATE
  local name
  for name in $(cat "$1/hierarchies" 2>/dev/null); do
    remove_cgroups "$1/older/$name/$(basename "$1")"
    umount -l "$1/older/$name"
  done
}

remove_cgroups() {
  local tries
  for tries in $(seq 100); do
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [ -d "$1" ] || return 0
    sleep 0.02
  done
  echo "the cgroup $1 is still in use" >&2
}

enter_bed_cgroups() { # STATE; for PID 1 of the bed
  local name
  echo 0 >"$1/cgroup/$(basename "$1")/bed/cgroup.procs" # 0 is the writer itself
  for name in $(cat "$1/hierarchies"); do echo 0 >"$1/older/$name/$(basename "$1")/cgroup.procs"; done
}

mount_bed_cgroups() {
  if [ ! -s "$state/hierarchies" ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
    return
  fi
  local name
  mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
  for name in $(cat "$state/hierarchies"); do mount_hierarchy "$name" "$root/sys/fs/cgroup/$name"; done
  mkdir "$root/sys/fs/cgroup/unified"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
}

tidy_cgroups() { # STATE; when the supervisor could not
  mkdir -p "$1/cgroup"
  mount -t cgroup2 cgroup2 "$1/cgroup"
  remove_cgroups "$1/cgroup/$(basename "$1")"
  umount "$1/cgroup"
  local name
  for name in $(cat "$1/hierarchies" 2>/dev/null); do mount_hierarchy "$name" "$1/older/$name"; done
  leave_older_hierarchies "$1"
}
