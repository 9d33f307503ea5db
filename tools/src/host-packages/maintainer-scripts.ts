/** Shell scripts that the package manager of a host runs. */
export interface MaintainerScripts {
  readonly postinst: string;
  readonly prerm: string;
  readonly postrm: string;
}

/**
 * A service of that name in /etc is that of an agent which `kuma agent install` has brought itself: the package is not what
 * runs, until an install takes it.
 */
const ownService = `is_ours() { [ -d /run/systemd/system ] && [ ! -e /etc/systemd/system/kuma-agent.service ]; }`;

const head = "#!/bin/sh\nset -e";

/** dpkg's. The service is enabled by `kuma agent install` alone: without a config it would have nothing to do. */
export const debScripts: MaintainerScripts = {
  postinst: `${head}
${ownService}
if [ "$1" = configure ]; then
  systemd-sysusers kuma-agent.conf
  if is_ours; then
    systemctl daemon-reload || :
    # One that is not enabled stays as it is. The server notices nothing: the gap is shorter than the time between two beats.
    deb-systemd-invoke restart kuma-agent.service || :
  fi
fi
`,
  prerm: `${head}
${ownService}
if [ "$1" = remove ] && is_ours; then deb-systemd-invoke stop kuma-agent.service || :; fi
`,
  postrm: `${head}
manifest=/usr/local/lib/kuma-agent/manifest.json
# An agent that kuma agent install has brought itself has the same config and the same account.
if [ "$1" = purge ] && { [ ! -e "$manifest" ] || grep -q '"package"' "$manifest"; }; then
  rm -f "$manifest" /etc/systemd/system/multi-user.target.wants/kuma-agent.service \\
    /etc/systemd/system/kuma-agent.service.d/50-kuma-agent.conf /etc/polkit-1/rules.d/50-kuma-agent.rules
  rmdir /usr/local/lib/kuma-agent /etc/systemd/system/kuma-agent.service.d \\
    /etc/systemd/system/multi-user.target.wants 2>/dev/null || :
  rm -rf /etc/kuma-agent /var/lib/kuma-agent-memory /var/lib/kuma-agent-jobs
  userdel kuma-agent 2>/dev/null || :
  groupdel kuma-agent 2>/dev/null || :
fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi
`,
};

/** rpm's, which has no purge: the config and the account stay. */
export const rpmScripts = {
  post: `systemd-sysusers kuma-agent.conf || :
if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi
`,
  posttrans: `${ownService}
if is_ours; then systemctl try-restart kuma-agent.service || :; fi
`,
  preun: `${ownService}
if [ "$1" = 0 ] && is_ours; then systemctl --no-reload disable --now kuma-agent.service || :; fi
`,
  postun: `if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi
`,
} as const;
