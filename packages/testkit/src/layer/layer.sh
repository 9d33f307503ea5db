#!/bin/bash
# A layer over this machine's files: what Debian packages bring, installed once, seen only by those who look through it.
# The machine itself stays as it was. It needs root, bash, util-linux and apt-get.
#
#   layer.sh probe                         says what is missing here, exit 1
#   layer.sh prepare CACHE KEY PACKAGE..   makes CACHE/KEY, unless it is there already; of unpacked:PACKAGE only the files
#                                          are taken, to /usr/local/lib/unpacked/PACKAGE; optional:PACKAGE is left out
#                                          where the distribution does not have it
#   layer.sh hold CACHE KEY                makes a mount namespace in which the layer is seen, says "ready", and keeps it
#   layer.sh unused CACHE                  removes layers that nobody has used for two weeks
#
# CACHE/KEY/files holds the files. CACHE/lock is held by who prepares, CACHE/KEY.lock by all who look through the layer;
# the kernel takes a lock back when its holder dies.
set -euo pipefail
umask 022
self=$(readlink -f "$0")

probe() {
  local tool
  [ "$(id -u)" = 0 ] || { echo "it needs root"; return 1; }
  for tool in apt-get chroot flock unshare nsenter mount; do
    command -v "$tool" >/dev/null || { echo "the command $tool is missing"; return 1; }
  done
}

prepare() { # CACHE KEY PACKAGE..
  local layer=$1/$2 cache=$1
  shift 2
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9 # inherited by all that is started below: while a part of it lives, nobody else begins
  [ ! -e "$layer/ready" ] || return 0
  rm -rf -- "$layer" # of one who was killed
  mkdir "$layer" "$layer/files" "$layer/work" "$layer/root"
  # systemd, or a daemon that a package starts against all rules, ends together with the namespace.
  unshare --mount --pid --ipc --fork --kill-child=KILL --propagation private bash "$self" install "$layer" "$@"
  rm -rf --one-file-system -- "$layer/work" "$layer/root"
  : >"$layer/ready"
}

install() { # LAYER PACKAGE..; in namespaces of its own
  local layer=$1 root=$1/root written=$1/files packages=() optional=() unpacked=() package
  shift
  for package in "$@"; do
    case $package in
      unpacked:*) unpacked+=("${package#*:}") ;;
      optional:*) optional+=("${package#*:}") ;;
      *) packages+=("$package") ;;
    esac
  done
  mount_root
  mount -t proc proc "$root/proc"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  if [ -d /run/systemd/resolve ]; then # /etc/resolv.conf may lead there
    mkdir -p "$root/run/systemd/resolve"
    mount --bind /run/systemd/resolve "$root/run/systemd/resolve"
  fi
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no service is started
  chmod 755 "$root/usr/sbin/policy-rc.d"
  apt_install "${packages[@]}"
  for package in "${optional[@]}"; do
    ! apt_knows "$package" || apt_install "$package"
  done
  for package in "${unpacked[@]}"; do unpack "$package"; done
  rm -f "$root/usr/sbin/policy-rc.d"
  umount -R "$root"
  # A file that a package has removed is a device file here, which only an overlay understands.
  find "$written" -type c -delete
  rm -rf -- "$written"/{tmp,run,var/cache/apt,var/lib/apt,var/log/apt}
  [ "$written" = "$layer/files" ] || cp -a "$written/." "$layer/files"
}

mount_root() { # not every file system can hold what an overlay writes; a tmpfs can
  mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/files,workdir=$layer/work" "$root" 2>/dev/null && return
  mount -t tmpfs -o mode=755 tmpfs "$layer/work"
  written=$layer/work/upper
  mkdir "$written" "$layer/work/work"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$written,workdir=$layer/work/work" "$root"
}

apt_install() { # PACKAGE..
  local install=(install --yes --quiet --no-install-recommends --no-upgrade "$@")
  # The lists of packages may be old, or missing; a source that this machine cannot reach is no reason to give up.
  apt "${install[@]}" || { apt update --quiet || true; apt "${install[@]}"; }
}

apt_knows() { chroot "$root" apt-cache show "$1" >/dev/null 2>&1; }

unpack() { # PACKAGE: one that cannot be installed beside another
  mkdir -p "$root/usr/local/lib/unpacked/$1"
  chroot "$root" sh -c 'cd /tmp && apt-get -o APT::Sandbox::User=root --quiet download "$1" &&
    dpkg-deb --extract "$1"_*.deb "/usr/local/lib/unpacked/$1" && rm "$1"_*.deb' sh "$1" </dev/null
}

apt() { # never a question, and no fsync: who is cut off begins again
  chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Options::=--force-unsafe-io \
    -o APT::Sandbox::User=root "$@" </dev/null
}

hold() { # CACHE KEY; in a mount namespace of its own. A person's own changes below these folders are not seen in it
  local folder layer=$1/$2
  exec 8>"$1/$2.lock"
  flock --shared 8
  [ -e "$layer/ready" ] || { echo "the layer $layer is gone" >&2; exit 1; }
  touch "$layer/ready"
  for folder in usr etc bin sbin lib lib64; do
    [ -d "$layer/files/$folder" ] && [ ! -L "/$folder" ] || continue
    mount -t overlay overlay -o "ro,lowerdir=$layer/files/$folder:/$folder" "/$folder"
  done
  echo ready
  exec sleep infinity
}

unused() { # CACHE
  local ready layer
  exec 9>"$1/lock"
  flock --nonblock 9 || return 0
  find "$1" -mindepth 2 -maxdepth 2 -name ready -mtime +14 | while read -r ready; do
    layer=$(dirname "$ready")
    exec 8>"$layer.lock"
    ! flock --nonblock 8 || rm -rf -- "$layer"
  done
}

command=${1:-}
shift || true
case $command in
  probe) probe ;;
  prepare) prepare "$@" ;;
  install) install "$@" ;;
  hold) hold "$@" ;;
  unused) unused "$1" ;;
  *)
    echo "usage: layer.sh probe | prepare CACHE KEY PACKAGE.. | hold CACHE KEY | unused CACHE" >&2
    exit 2
    ;;
esac
