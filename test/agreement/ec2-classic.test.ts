/** netsim, its importer included, against the oracle's reading of EC2-Classic, on random groups and instances. */
import fc from "fast-check";
import { checkConnection, checkHealth, type Network } from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { type Ec2ClassicDocument, nodeWorks, outsideWorks, privateWorks, publicWorks } from "../oracle/ec2-classic.ts";
import { ec2ClassicDocument, OUTSIDE, PORTS } from "../support/ec2-classic-random.ts";

function balancer(name: string, port: number, instances: readonly string[]): unknown {
  return {
    LoadBalancerName: name,
    ListenerDescriptions: [
      { Listener: { Protocol: "TCP", LoadBalancerPort: 80, InstanceProtocol: "TCP", InstancePort: port } },
    ],
    AvailabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    Subnets: [],
    SecurityGroups: [],
    Instances: instances.map((InstanceId) => ({ InstanceId })),
    HealthCheck: { Target: `TCP:${port}`, Interval: 30, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 10 },
    SourceSecurityGroup: { OwnerAlias: "amazon-elb", GroupName: "amazon-elb-sg" },
    Scheme: "internet-facing",
  };
}

function load(doc: Ec2ClassicDocument): Network {
  const LoadBalancerDescriptions = PORTS.map((port) => balancer(`on-${port}`, port, instancesOf(doc)));
  const result = importAws([{ file: "all.json", json: { ...doc, LoadBalancerDescriptions } }]);
  if (!result.ok) throw new Error(result.issues.map((each) => each.message).join("\n"));
  return result.value.network;
}

const instancesOf = (doc: Ec2ClassicDocument): string[] =>
  doc.Reservations.flatMap((each) => each.Instances.map((instance) => instance.InstanceId));

const word = (works: boolean): string => (works ? "reachable" : "unreachable");

describe("netsim and the oracle agree in EC2-Classic", () => {
  it("on connections between instances and from outside, by private and by public address", () => {
    fc.assert(
      fc.property(ec2ClassicDocument, fc.constantFrom(...PORTS), (doc, port) => {
        const net = load(doc);
        const ask = (from: string, to: string) => checkConnection(net, { from, to, port, sourcePorts: 40000 }).verdict;
        for (const to of instancesOf(doc)) {
          for (const from of instancesOf(doc).filter((each) => each !== to)) {
            expect(ask(from, to), `${from} to ${to}`).toBe(word(privateWorks(doc, from, to, port)));
            const { publicIp } = net.instances[to]?.ec2Classic ?? {};
            if (publicIp !== undefined)
              expect(ask(from, publicIp), `${from} to ${publicIp}`).toBe(word(publicWorks(doc, from, to, port)));
          }
          for (const from of OUTSIDE)
            expect(ask(from, to), `${from} to ${to}`).toBe(word(outsideWorks(doc, from, to, port)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("on what a load balancer reaches, whatever the addresses of its nodes", () => {
    const STATES = { always: "InService", sometimes: "Unknown", never: "OutOfService" } as const;
    fc.assert(
      fc.property(ec2ClassicDocument, fc.constantFrom(...PORTS), (doc, port) => {
        const net = load(doc);
        const { states } = checkHealth(net, { loadBalancer: `on-${port}` });
        for (const id of instancesOf(doc)) {
          const works = nodeWorks(doc, id, port);
          expect(states[id]?.state, id).toBe(STATES[works]);
          const from = { loadBalancer: `on-${port}` };
          const { verdict } = checkConnection(net, { from, to: id, port });
          expect(verdict, id).toBe({ always: "reachable", sometimes: "unknown", never: "unreachable" }[works]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
