/** The fast answer for one packet is the full one: `decide` agrees with `split`, and `checkPacket` with `checkConnection`. */
import fc from "fast-check";
import {
  checkConnection,
  checkPacket,
  decide,
  editNetwork,
  ip,
  networkAclRules,
  type Packet,
  packetSet,
  probe,
  routeRules,
  securityGroupRules,
  split,
} from "netsim";
import { describe, expect, it } from "vitest";
import { anyNetwork } from "../support/random-networks.ts";

const port = fc.oneof(
  fc.constantFrom(22, 79, 80, 81, 443, 1023, 1024, 8080, 32767, 32768, 65535),
  fc.integer({ min: 0, max: 65535 }),
);
const address = fc
  .constantFrom("10.0.0.10", "10.0.1.10", "10.1.0.10", "172.31.0.10", "203.0.113.10", "198.51.100.20")
  .map(ip);
const address6 = fc.constantFrom("2600:1f14:a:cc00::10", "2600:1f14:b:cc00::10", "2001:db8::1").map(ip);

const packet: fc.Arbitrary<Packet> = fc.oneof(address, address6).chain((source) =>
  fc
    .record({
      source: fc.constant(source),
      destination: source.includes(":") ? address6 : address,
      protocol: fc.constantFrom(6, 17, 1, 58, 47),
      sourcePort: port,
      destinationPort: port,
    })
    .map((made) => {
      if (made.protocol === 47) return { ...made, sourcePort: 0, destinationPort: 0 };
      if (made.protocol === 6 || made.protocol === 17) return made;
      return { ...made, sourcePort: made.sourcePort % 256, destinationPort: made.destinationPort % 256 };
    }),
);

/** What becomes of one instance: it may be stopped, and its services known. */
const hostEdit = fc.record({
  isStopped: fc.boolean(),
  services: fc.option(
    fc.array(
      fc.record({ protocol: fc.constantFrom<"tcp" | "udp">("tcp", "udp"), port: port.filter((each) => each > 0) }),
    ),
    { nil: undefined },
  ),
});

describe("one packet", () => {
  it("is decided by the same rule whether asked as a packet or as a set", () => {
    fc.assert(
      fc.property(anyNetwork(), fc.array(packet, { minLength: 8, maxLength: 8 }), fc.nat(), (net, packets, pick) => {
        const enis = Object.values(net.networkInterfaces);
        const identity = (at: number) => {
          const eni = enis[at % (enis.length + 1)];
          return eni ? { id: eni.id, groups: eni.groups, vpcId: "" } : null;
        };
        const ruleSets = [
          ...enis.flatMap((eni) =>
            (["ingress", "egress"] as const).map((way) => securityGroupRules(net, eni.groups, way)),
          ),
          ...Object.values(net.networkAcls).flatMap((acl) =>
            (["ingress", "egress"] as const).map((way) => networkAclRules(acl, way)),
          ),
          ...Object.values(net.routeTables).map((table) => routeRules(net, table)),
        ];
        for (const [at, each] of packets.entries()) {
          const asked = probe(each, identity(pick + at), identity(pick + 2 * at + 1));
          for (const ruleSet of ruleSets) {
            const [only] = split<unknown>(ruleSet, { ...asked, packets: packetSet([each]) });
            expect(decide<unknown>(ruleSet, asked)).toBe(only?.rule ?? null);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("gets the word that checkConnection says", () => {
    fc.assert(
      fc.property(
        anyNetwork(),
        fc.array(fc.tuple(fc.nat(), fc.nat(), port, port), { minLength: 8, maxLength: 8 }),
        fc.constantFrom<"tcp" | "udp">("tcp", "udp"),
        hostEdit,
        (network, asked, protocol, { isStopped, services }) => {
          const net = editNetwork(network, (draft) => {
            const [first] = Object.values(draft.instances);
            if (!first) return;
            if (isStopped) first.state = "stopped";
            if (services) first.services = services.map((each) => ({ ...each }));
          });
          const ids = Object.keys(net.networkInterfaces);
          for (const [a, b, destination, source] of asked) {
            const [from = "", to = ""] = [ids[a % ids.length], ids[b % ids.length]];
            if (from === to) continue;
            const full = checkConnection(net, { from, to, protocol, port: destination, sourcePorts: source }).verdict;
            expect(checkPacket(net, { from, to, protocol, port: destination, sourcePort: source })).toBe(full);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
