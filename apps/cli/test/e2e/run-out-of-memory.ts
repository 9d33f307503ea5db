import type { SystemdBed } from "@kumakit/testkit";

/** A service that eats all the memory it may have as soon as /run/eat exists. */
export const hungryService = `[Service]
ExecStart=/bin/sh -c 'while ! test -e /run/eat; do sleep 0.1; done; exec tail /dev/zero'
MemoryMax=40M
MemorySwapMax=0
`;

/**
 * Has the kernel kill the {@link hungryService} for want of memory.
 *
 * Where the bed's cgroups know memory, `MemoryMax=` is all that is needed. Where a machine has given its memory controller
 * to the first version of cgroups, systemd does not look for the kernel's kills: there the limit is set by hand, and the
 * service is marked as systemd-oomd marks what it has killed, which systemd does look for.
 */
export async function runOutOfMemory(bed: SystemdBed, unit: string): Promise<void> {
  const { code, stderr } = await bed.exec(["sh", "-ec", script, "sh", unit]);
  if (code !== 0) throw new Error(stderr);
}

const script = `
unit=$1
folder=/sys/fs/cgroup$(systemctl show --value --property=ControlGroup "$unit")
# Without the limit it would eat the memory of the machine.
if grep -qw memory "$folder/cgroup.controllers"; then
  touch /run/eat
else
  pid=$(systemctl show --value --property=MainPID "$unit")
  perl -e 'my %number = ("x86_64", 188, "aarch64", 5); my ($machine, $folder) = @ARGV; my $value = "1";
    for (qw(user.oomd_ooms user.oomd_kill)) {
      my $name = $_;
      syscall($number{$machine} // die("an unknown machine"), $folder, $name, $value, 1, 0) == 0 or die("$!");
    }' "$(uname -m)" "$folder"
  mkdir -p /run/memory
  mount -t cgroup -o memory memory /run/memory
  group=/run/memory/kumakit-hungry-$$
  mkdir "$group"
  trap 'rmdir "$group"; umount /run/memory' EXIT
  echo 40M >"$group/memory.limit_in_bytes"
  # The process in it is seen by the number that it has in the bed.
  echo "$pid" >"$group/cgroup.procs"
  touch /run/eat
fi
for _ in $(seq 150); do
  case $(systemctl show --value --property=SubState "$unit") in failed) break ;; esac
  sleep 0.1
done
rm /run/eat
result=$(systemctl show --value --property=Result "$unit")
[ "$result" = oom-kill ] || { echo "systemd calls it $result" >&2; exit 1; }
`;
