import { NetsimError } from "@netsim/core";
import { type ConnectionInput, checkConnection } from "netsim";
import { describe, expect, it } from "vitest";
import { headersText, legOf, twoSubnets } from "../../support/small-networks.ts";

const NET = twoSubnets();
const ends = { from: "i-a", to: "i-b" } as const;
const asked = (question: Omit<ConnectionInput, "from" | "to">): string[] =>
  headersText(legOf(checkConnection(NET, { ...ends, ...question })).asked);

describe("the packets of a question", () => {
  it.each([
    [undefined, "1024-65535"],
    ["any", "1024-65535"],
    ["linux", "32768-61000"],
    ["windows", "49152-65535"],
    ["nat-gateway", "1024-65535"],
    ["elb", "1024-65535"],
    ["lambda", "1024-65535"],
    [40000, "40000"],
    ["40000", "40000"],
    ["1025-5000", "1025-5000"],
    [["linux", 1024, "2000-3000"], "1024,2000-3000,32768-61000"],
  ])("with source ports %j leave from %s", (sourcePorts, text) => {
    expect(asked({ port: 80, sourcePorts })).toEqual([`tcp 10.0.0.10/32 ${text} -> 10.0.1.10/32 80`]);
  });

  it.each([
    [80, "80"],
    ["8000-8010", "8000-8010"],
    [[80, 443], "80,443"],
    [0, "0"],
    [65535, "65535"],
  ])("to port %j go to %s", (port, text) => {
    expect(asked({ port })).toEqual([`tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 ${text}`]);
  });

  it.each([
    ["udp", "udp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80"],
    ["UDP", "udp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80"],
    [17, "udp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80"],
    ["6", "tcp 10.0.0.10/32 1024-65535 -> 10.0.1.10/32 80"],
  ])("over protocol %j", (protocol, text) => {
    expect(asked({ protocol, port: 80 })).toEqual([text]);
  });

  it.each([
    ["icmp", undefined, "icmp 10.0.0.10/32 8 -> 10.0.1.10/32 0"],
    ["icmp", { type: 8 }, "icmp 10.0.0.10/32 8 -> 10.0.1.10/32 0-255"],
    ["icmp", { type: 3, code: 4 }, "icmp 10.0.0.10/32 3 -> 10.0.1.10/32 4"],
    [47, undefined, "47 10.0.0.10/32 -> 10.0.1.10/32"],
    [132, undefined, "132 10.0.0.10/32 -> 10.0.1.10/32"],
  ])("of protocol %j with %j", (protocol, icmp, text) => {
    expect(asked({ protocol, icmp })).toEqual([text]);
  });
});

describe("a question that cannot be asked", () => {
  const issuesOf = (question: object): (readonly [string, string])[] => {
    try {
      checkConnection(NET, { ...ends, ...question } as ConnectionInput);
    } catch (error) {
      if (error instanceof NetsimError) return error.issues.map((each) => [each.code, each.path.join(".")] as const);
    }
    return [];
  };

  it.each([
    [{}, [["port", "port"]]],
    [{ port: 70000 }, [["port", "port"]]],
    [{ port: -1 }, [["port", "port"]]],
    [{ port: 80.5 }, [["port", "port"]]],
    [{ port: "http" }, [["port", "port"]]],
    [{ port: "90-80" }, [["port", "port"]]],
    [{ port: [] }, [["port", "port"]]],
    [{ port: [80, 70000] }, [["port", "port.1"]]],
    [{ port: 80, sourcePorts: "solaris" }, [["port", "sourcePorts"]]],
    [{ port: 80, sourcePorts: ["linux", 70000] }, [["port", "sourcePorts.1"]]],
    [
      { port: 70000, sourcePorts: 70000 },
      [
        ["port", "port"],
        ["port", "sourcePorts"],
      ],
    ],
    [{ port: 80, protocol: "sctp" }, [["protocol", "protocol"]]],
    [{ port: 80, protocol: 256 }, [["protocol", "protocol"]]],
    [{ port: 80, protocol: -1 }, [["protocol", "protocol"]]],
    [{ port: 80, protocol: "all" }, [["protocol", "protocol"]]],
    [{ port: 80, icmp: { type: 8 } }, [["icmp", "icmp"]]],
    [{ port: 80, protocol: "icmp" }, [["port", "port"]]],
    [{ port: 80, protocol: 47 }, [["port", "port"]]],
    [{ port: "80-80", protocol: "132" }, [["port", "port"]]],
    [{ protocol: 132, sourcePorts: "linux" }, [["port", "sourcePorts"]]],
    [{ protocol: 50, icmp: { type: 3 } }, [["icmp", "icmp"]]],
    [{ protocol: "icmp", sourcePorts: 40000 }, [["port", "sourcePorts"]]],
    [{ protocol: "icmp", icmp: { type: 256 } }, [["icmp", "icmp.type"]]],
    [{ protocol: "icmp", icmp: { type: 3, code: -1 } }, [["icmp", "icmp.code"]]],
    [
      { protocol: "icmpv6", icmp: { type: 1.5, code: 300 } },
      [
        ["icmp", "icmp.type"],
        ["icmp", "icmp.code"],
      ],
    ],
    [
      { port: 70000, from: "i-none", to: "i-neither" },
      [
        ["port", "port"],
        ["unknown-id", "from"],
        ["unknown-id", "to"],
      ],
    ],
  ])("%j", (question, issues) => {
    expect(issuesOf(question)).toEqual(issues);
  });

  it("says that there is no port beside a protocol without ports, whose rules are about all of it", () => {
    expect(() => checkConnection(NET, { ...ends, protocol: 47, port: 80 })).toThrow(
      "port: expected no port beside protocol 47, found 80",
    );
  });
});
