/** Services without which nobody reaches the host any more, or the host itself does not work. */
const protectedServices: readonly RegExp[] = [
  // The ways to the host.
  /^(?:sshd?|dropbear|tinysshd|telnet|xinetd|inetd|teleport|cockpit|shellinabox|ttyd|getty|serial-getty|console-getty|autovt|container-getty)\b/,
  /^(?:openvpn|wg-quick|wireguard|tailscaled|zerotier|nebula|tinc|strongswan|ipsec|libreswan|cloudflared|frpc|ngrok|autossh|netbird|headscale)/,
  // The network.
  /^(?:networking|network\.service|NetworkManager|netplan|wpa_supplicant|iwd|connman|dhcpcd|dhclient|ifup|ifupdown|ModemManager|wicked|bird|frr|keepalived)\b/,
  /^(?:nftables|iptables|ip6tables|firewalld|ufw|shorewall|netfilter-persistent|nss-lookup|unbound-resolvconf|resolvconf)\b/,
  // The system itself.
  /^(?:systemd|dbus|init\.|initrd|rescue\.|emergency\.|user@|user-runtime-dir|polkit|udev|eudev|elogind|lvm2|dm-event|multipathd|iscsid|open-iscsi)/,
  /^(?:mdmonitor|mdadm|zfs|nfs-client|rpcbind|rpc-(?:statd|gssd)|autofs|sssd|nslcd|winbind|cloud-(?:init|config|final)|waagent|google-guest|amazon-ssm|open-vm-tools|vmtoolsd|qemu-guest-agent|xe-daemon)/,
  // The two ends of the alert.
  /^(?:kuma-agent|kuma-drill|uptime-kuma)\b/,
];

/** Whether a unit must not be stopped by hand from afar. */
export function isProtected(unit: string): boolean {
  return protectedServices.some((pattern) => pattern.test(unit));
}
