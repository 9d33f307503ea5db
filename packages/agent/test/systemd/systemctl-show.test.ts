import { expect, test } from "vitest";
import { parseSystemctlShow } from "../../src/systemd/systemctl-show.ts";

// As systemd 252 printed it for a killed service, a name it does not know, and a socket.
const output = `Type=simple
Result=signal
NRestarts=2
ExecMainCode=2
ExecMainStatus=9
LoadState=loaded
ActiveState=failed
SubState=failed
Job=
ConditionResult=yes
ConditionTimestampMonotonic=1609410245
InvocationID=78a03950be8f414c9e3f95dfa69ba9bf
ActiveEnterTimestampMonotonic=1609411245
ActiveExitTimestampMonotonic=1609999600
InactiveEnterTimestampMonotonic=1610000000
ExecMainStartTimestampMonotonic=1609411000
ExecMainExitTimestampMonotonic=1609999000
Restart=always
StateChangeTimestampMonotonic=1610000000
TimeoutStartUSec=1min 30s
TimeoutStopUSec=infinity
TriggeredBy=a.socket "b\\\\x2d.timer"
UnitFileState=enabled
ExecStart={ path=/bin/true ; argv[]=/bin/true ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
ExecStart={ path=/bin/false ; argv[]=/bin/false ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }

Type=
Result=success
NRestarts=0
ExecMainCode=0
ExecMainStatus=0
LoadState=not-found
ActiveState=inactive
SubState=dead
Job=
ConditionResult=no
ConditionTimestampMonotonic=0
InvocationID=

Result=success
LoadState=loaded
ActiveState=active
SubState=running
Job=4711
ConditionResult=yes
ConditionTimestampMonotonic=1609410245
InvocationID=afd3a9ee4675435abe1be97d620c3bee
`;

test("the blocks of systemctl show become states, in the order of the names", () => {
  expect(parseSystemctlShow(output, ["a.service", "b.service", "c.socket"])).toEqual([
    {
      unit: "a.service",
      loadState: "loaded",
      activeState: "failed",
      subState: "failed",
      result: "signal",
      execMainCode: 2,
      execMainStatus: 9,
      nRestarts: 2,
      invocationId: "78a03950be8f414c9e3f95dfa69ba9bf",
      hasJob: false,
      serviceType: "simple",
      conditionFailed: false,
      assertionFailed: false,
      unitFileState: "enabled",
      program: "/bin/true",
      activeEnterAt: 1_609_411,
      activeExitAt: 1_610_000,
      inactiveEnterAt: 1_610_000,
      mainStartAt: 1_609_411,
      mainExitAt: 1_609_999,
      restart: "always",
      stateChangeAt: 1_610_000,
      startLimitMs: 90_000,
      stopLimitMs: Number.POSITIVE_INFINITY,
      triggeredBy: ["a.socket", String.raw`b\x2d.timer`],
    },
    expect.objectContaining({ unit: "b.service", loadState: "not-found", invocationId: "", conditionFailed: false }),
    expect.objectContaining({ unit: "c.socket", activeState: "active", hasJob: true, serviceType: "", nRestarts: 0 }),
  ]);
});

test("a value may hold an equals sign, and other lines are passed over", () => {
  const [state] = parseSystemctlShow("SubState=a=b\nnonsense\n=\nX=1\n", ["a.service"]);
  expect(state?.subState).toBe("a=b");
});
