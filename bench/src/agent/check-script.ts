/** One unit of a {@link scriptFor}. */
export interface ScriptedCheck {
  readonly unit: string;
  /** With its token. */
  readonly pushUrl: string;
}

/** The script that cron runs without an agent: for each unit `systemctl is-active` and `curl`, from bash. */
export function scriptFor(checks: readonly ScriptedCheck[]): string {
  const parts = checks.map(
    ({ unit, pushUrl }) => `SERVICE_NAME="${unit}"
if /usr/bin/systemctl is-active --quiet "$SERVICE_NAME"; then
    STATUS="up"
    MSG="\${SERVICE_NAME}_activated"
else
    STATUS="down"
    MSG="\${SERVICE_NAME}_not_activated"
fi
/usr/bin/curl -fsS "${pushUrl}?status=\${STATUS}&msg=\${MSG}" >/dev/null 2>&1
`,
  );
  return `#!/usr/bin/bash\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n${parts.join("")}`;
}
