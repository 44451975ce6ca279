/** What holds in EC2-Classic whatever the groups. */
import fc from "fast-check";
import { AMAZON_ELB_SECURITY_GROUP, checkConnection, checkHealth, editNetwork, type Network, network } from "netsim";
import { importAws } from "netsim/aws";
import { describe, expect, it } from "vitest";
import { BALANCER, ec2ClassicInput, instanceIn, OWNER } from "../support/ec2-classic.ts";
import { ec2ClassicDocument, PORTS } from "../support/ec2-classic-random.ts";

const anyNetwork: fc.Arbitrary<Network> = ec2ClassicDocument.map((json) => {
  const result = importAws([{ file: "all.json", json }]);
  if (!result.ok) throw new Error(result.issues.map((each) => each.message).join("\n"));
  return result.value.network;
});
const anyPort = fc.constantFrom(...PORTS);
const instance = fc.constantFrom("i-0", "i-1", "i-2");

describe("in EC2-Classic", () => {
  it("a rule for amazon-elb/amazon-elb-sg admits any Classic Load Balancer, whoever owns it", () => {
    const zones = fc.subarray(["us-east-1a", "us-east-1b", "us-east-1c"], { minLength: 1 });
    fc.assert(
      fc.property(zones, fc.boolean(), anyPort, (availabilityZones, isRegistered, port) => {
        const rules = [{ protocol: "tcp", port, from: AMAZON_ELB_SECURITY_GROUP }];
        const other = { ...BALANCER, availabilityZones, instances: isRegistered ? ["i-a"] : [] };
        const input = ec2ClassicInput(rules, { classicLoadBalancers: { other } });
        const bare = instanceIn("us-east-1a", "10.1.2.10", { services: undefined });
        const net = network({ ...input, instances: { ...input.instances, "i-a": bare } });
        expect(checkConnection(net, { from: { loadBalancer: "other" }, to: "i-a", port }).verdict).toBe("reachable");
        expect(checkConnection(net, { from: "internet", to: "i-a", port }).verdict).toBe("unreachable");
      }),
    );
  });

  it("a group has no say in what leaves", () => {
    fc.assert(
      fc.property(anyNetwork, instance, anyPort, (net, id, port) => {
        const place = net.instances[id]?.ec2Classic;
        const verdict = checkConnection(net, { from: id, to: "192.0.2.1", port });
        expect(verdict.verdict).toBe(place?.publicIp === undefined ? "unreachable" : "reachable");
        for (const blocker of verdict.blockers) expect(blocker.kind).not.toBe("security-group");
      }),
    );
  });

  it("rules that only the sender's groups have change nothing for what it sends", () => {
    fc.assert(
      fc.property(anyNetwork, anyPort, (net, port) => {
        const receiver = net.instances["i-1"]?.ec2Classic?.groups ?? [];
        const without = editNetwork(net, (draft) => {
          for (const group of Object.values(draft.securityGroups)) {
            if (!receiver.includes(group.id)) group.ingress = [];
          }
        });
        const ask = (of: Network) => checkConnection(of, { from: "i-0", to: "i-1", port }).verdict;
        expect(ask(without)).toBe(ask(net));
      }),
    );
  });

  it("the private address of a member does not matter to a rule that names its group", () => {
    const address = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 101, max: 254 }));
    fc.assert(
      fc.property(address, fc.constantFrom("sg-web", `${OWNER}/web`, `${OWNER}/sg-web`), ([third, fourth], from) => {
        const input = ec2ClassicInput([{ port: 8080, from }], {
          securityGroups: { "sg-web": { groupName: "web", ownerId: OWNER } },
          instances: { "i-web": instanceIn("us-east-1c", `10.200.${third}.${fourth}`, { groups: ["sg-web"] }) },
        });
        const net = network(input);
        expect(checkConnection(net, { from: "i-web", to: "i-a", port: 8080 }).verdict).toBe("reachable");
        expect(checkConnection(net, { from: "i-b", to: "i-a", port: 8080 }).verdict).toBe("unreachable");
      }),
    );
  });

  it("opening a rule never takes an instance out of service", () => {
    const RANK = { OutOfService: 0, Unknown: 1, InService: 2 } as const;
    const rule = fc.constantFrom(AMAZON_ELB_SECURITY_GROUP, "0.0.0.0/0", "10.0.0.0/8", "sg-0");
    fc.assert(
      fc.property(anyNetwork, rule, anyPort, anyPort, (net, from, opened, checked) => {
        const before = network({
          ...net,
          classicLoadBalancers: {
            web: {
              availabilityZones: ["us-east-1a"],
              listeners: [{ protocol: "TCP", loadBalancerPort: 80, instancePort: checked }],
              instances: ["i-0"],
            },
          },
        });
        const after = editNetwork(before, (draft) => {
          for (const id of draft.instances["i-0"]?.ec2Classic?.groups ?? [])
            draft.securityGroups[id]?.ingress.push({ protocol: "tcp", port: opened, from });
        });
        const rank = (of: Network): number =>
          RANK[(checkHealth(of, { loadBalancer: "web" }).states["i-0"]?.state ?? "OutOfService") as keyof typeof RANK];
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
      }),
    );
  });
});
