import { addressesOf, cidr, interval, type ProtocolAndPortsInput, packets, rulePackets } from "@netsim/core";
import { describe, expect, it } from "vitest";
import { readProtocolAndPorts } from "../../../packages/core/src/model/ports.ts";
import { Reader } from "../../../packages/core/src/model/read.ts";

function read(input: ProtocolAndPortsInput): unknown {
  const reader = new Reader();
  const fields = readProtocolAndPorts(reader, input, []);
  expect(reader.issues).toEqual([]);
  return fields && [fields.protocol, fields.fromPort, fields.toPort];
}

// "IpPermission" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
describe("the protocol and the ports of a rule", () => {
  it.each<[ProtocolAndPortsInput, [number, number, number]]>([
    [{}, [-1, -1, -1]],
    [{ protocol: "all" }, [-1, -1, -1]],
    [{ protocol: -1, fromPort: 80, toPort: 90 }, [-1, -1, -1]],
    [{ port: 443 }, [6, 443, 443]],
    [{ port: "1024-65535" }, [6, 1024, 65535]],
    [{ protocol: "udp", port: "53" }, [17, 53, 53]],
    [{ protocol: "tcp" }, [6, 0, 65535]],
    [{ fromPort: 80, toPort: 90 }, [6, 80, 90]],
    [{ fromPort: 80 }, [6, 80, 80]],
    [{ toPort: 90 }, [6, 0, 90]],
    [{ protocol: 6, fromPort: 80, toPort: 80 }, [6, 80, 80]],
    [{ protocol: 47 }, [47, -1, -1]],
    [{ protocol: "132", fromPort: 80, toPort: 80 }, [132, -1, -1]],
    [{ protocol: "icmp" }, [1, -1, -1]],
    [{ protocol: "icmpv6" }, [58, -1, -1]],
    [{ icmp: {} }, [1, -1, -1]],
    [{ icmp: { type: 8 } }, [1, 8, -1]],
    [{ icmp: { type: 3, code: 4 } }, [1, 3, 4]],
    [{ protocol: "icmpv6", icmp: { type: 128, code: 0 } }, [58, 128, 0]],
    [{ protocol: 1, fromPort: 8, toPort: -1 }, [1, 8, -1]],
    [{ protocol: 1, fromPort: -1, toPort: -1 }, [1, -1, -1]],
  ])("%j are %j", (input, fields) => {
    expect(read(input)).toEqual(fields);
    const [protocol, fromPort, toPort] = fields;
    expect(read({ protocol, fromPort, toPort })).toEqual(fields);
  });

  it("stand for packets: destination ports, or types and codes, or neither", () => {
    const sides = { source: addressesOf(cidr("10.0.0.0/8")) };
    const of = (protocol: number, fromPort: number, toPort: number): unknown =>
      rulePackets({ protocol, fromPort, toPort }, sides);
    expect(of(6, 80, 443)).toEqual(packets({ ...sides, protocol: 6, destinationPorts: interval(80, 443) }));
    expect(of(6, 0, 65535)).toEqual(packets({ ...sides, protocol: 6 }));
    expect(of(1, 8, -1)).toEqual(packets({ ...sides, protocol: 1, sourcePorts: interval(8, 8) }));
    expect(of(58, 3, 4)).toEqual(
      packets({ ...sides, protocol: 58, sourcePorts: interval(3, 3), destinationPorts: interval(4, 4) }),
    );
    expect(of(1, -1, -1)).toEqual(packets({ ...sides, protocol: 1 }));
    expect(of(47, 80, 80)).toEqual(packets({ ...sides, protocol: 47 }));
    expect(of(-1, 80, 80)).toEqual(packets(sides));
  });

  // The range of an ICMP rule is not one of types: FromPort is the type and ToPort the code.
  it("of an ICMP rule 8 and 8 are type 8 with code 8, which no ping has", () => {
    const rule = rulePackets({ protocol: 1, fromPort: 8, toPort: 8 }, {});
    const ping = packets({ protocol: 1, sourcePorts: interval(8, 8), destinationPorts: interval(0, 0) });
    expect(rule).not.toEqual(ping);
    expect(rule).toEqual(packets({ protocol: 1, sourcePorts: interval(8, 8), destinationPorts: interval(8, 8) }));
  });
});
