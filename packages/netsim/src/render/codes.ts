/** What each code means, in words. The component it is about is printed beside it. */

/** A sentence made of details by name, and of the direction where there is one. */
export type Say = (detail: (key: string) => string | undefined, direction: string) => string;

export const BLOCKERS: Readonly<Record<string, Say>> = {
  "security-group-no-match": (_, direction) => `no ${direction} rule matches`,
  "security-group-has-no-rules": (_, direction) => `it has no ${direction} rule at all`,
  "security-group-reference-lost": (of) =>
    `a rule names ${of("groups")}, but after ${of("lostAt")} the packets no longer count as its members'`,
  "network-acl-denies": () => "the ACL denies these packets",
  "no-route": () => "no route leads to the destination",
  "route-blackhole": (of) => `the route leads to ${of("target") ?? "something"}, which is gone (blackhole)`,
  "routing-loop": () => "the routes lead in a circle",
  "no-such-destination": () => "nothing here has the destination address",
  "internet-gateway-not-attached": (of) => `the gateway is not attached to ${of("vpc") ?? "the VPC"}`,
  "no-internet-gateway": (of) => `${of("vpc") ?? "the VPC"} has no internet gateway`,
  "no-public-address": (of) => `${of("interface") ?? "the interface"} has no public address`,
  "private-address": () => "private addresses do not exist on the internet",
  "block-public-access": (of) => `VPC Block Public Access is on (${of("mode")})`,
  "nat-gateway-not-available": (of) => `the NAT gateway ${of("state") ? `is ${of("state")}` : "does not exist"}`,
  "nat-gateway-protocol": () => "a NAT gateway carries tcp, udp and icmp only",
  "reply-takes-another-way": () => "the reply comes by a NAT gateway that knows nothing of the connection",
  "egress-only": () => "this gateway carries only connections that begin in the VPC",
  "peering-not-active": (of) => `the peering connection ${of("status") ? `is ${of("status")}` : "does not exist"}`,
  "peering-not-transitive": () => "a peering connection carries only addresses of its two VPCs",
  "gateway-endpoint-protocol": () => "a gateway endpoint carries tcp and ping only",
  "source-destination-check": () => "the source/destination check drops packets that are not the interface's own",
  "no-common-address-family": (of) =>
    `the sender has ${of("sender") || "no"} addresses, the receiver ${of("receiver") || "none"}`,
  "instance-not-running": (of) => `the instance is ${of("state")}`,
  "nothing-listens": () => "nothing listens on this port",
  "no-listener": (of) =>
    of("listeners") ? `no listener on this port, only on ${of("listeners")}` : "it has no listener",
  "http-status": (of) => `${of("path")} answers ${of("status")}, the health check wants ${of("expected")}`,
  "no-registered-instance": () => "no instance is registered",
  "zone-not-enabled": (of) => `it is in ${of("zone")}; the load balancer has nodes in ${of("enabled") || "no zone"}`,
  "no-target-in-zone": (of) => `no instance in service in ${of("zone")}, and cross-zone load balancing is off`,
  "no-registered-target": () => "the target group has no target, or none in use",
  "target-group-not-in-use": () => "no listener forwards to its target group",
  "target-load-balancer-down": (of) => `it reaches none of its own targets, and answers ${of("status")}`,
  "target-ip-unusable": () => "the address is a load balancer's own",
  "target-without-address": (of) => `it has no ${of("family")} address`,
  "hairpin-connection": () => "the target would get its own packets back: it is the client, and its address is kept",
  "internet-gateway-traffic-denied": () => "it takes no IPv6 traffic of the internet gateway",
  "no-target-in-service": (of) => `no instance in service for the node in ${of("zone")}`,
};

const COLLECT = "is not in the input; collect it with aws ec2";

export const UNKNOWNS: Readonly<Record<string, Say>> = {
  "network-acl-missing": (of) => `the network ACL of ${of("subnet") ?? "the subnet"} ${COLLECT} describe-network-acls`,
  "security-group-missing": (of) =>
    of("rules") === undefined
      ? `a security group ${COLLECT} describe-security-groups`
      : `what ${of("rules")} refers to, a group or a prefix list, is not in the input`,
  "route-table-missing": (of) => `the route table of ${of("subnet") ?? "the subnet"} ${COLLECT} describe-route-tables`,
  "prefix-list-missing": (of) => `what prefix list ${of("prefixList")} holds is not in the input`,
  "unsupported-route-target": (of) => `the route ${of("destination")} leads to a ${of("kind")}, which is not modelled`,
  "edge-route-table": (of) => `${of("routeTable")} redirects what comes in by the gateway, which is not modelled`,
  "gateway-missing": () => "the gateway is not in the input",
  "interface-missing": () => `the interface ${COLLECT} describe-network-interfaces`,
  "appliance-behaviour": () => "what the software behind this interface does with packets is not known",
  "peering-missing": () => `the peering connection ${COLLECT} describe-vpc-peering-connections`,
  "vpc-missing": (of) => `${of("vpc") ?? "the VPC"} is not in the input`,
  "address-in-no-subnet": (of) => `the address is in ${of("vpc") ?? "the VPC"}, and in none of its subnets`,
  "classic-link": (of) => `it is linked to ${of("vpc") ?? "a VPC"} by ClassicLink, which is not modelled`,
  "node-address-missing": (of) =>
    `AWS does not tell the load balancer's address, on which ${of("rules") ?? "a rule"} depends`,
  "ping-behaviour": () => "whether a load balancer in EC2-Classic answers ping is not documented",
  "link-local-service": () => "which services EC2-Classic has at link-local addresses is not documented",
  "instance-missing": () => "the instance, its interface or its subnet is not in the input",
  "subnet-missing": () => `a subnet of the load balancer ${COLLECT} describe-subnets`,
  "target-load-balancer-in-doubt": () => "whether the load balancer that is a target serves requests is not certain",
  "targets-missing": () => "its targets are not in the input; collect them with aws elbv2 describe-target-health",
  "listener-missing": () => "the listeners are not all in the input; collect them with aws elbv2 describe-listeners",
  "listener-rules-missing": (of) =>
    `the rules of the listener on port ${of("listener")} are not in the input; collect them with aws elbv2 describe-rules`,
  "public-address-unknown": (of) =>
    `the public address of ${of("interface") ?? "the client"}, with which its packets arrive, is not known`,
  "client-address-unknown": () => "the address that the client's packets come with is not known",
  "target-groups-without-weight": (of) => `every target group (${of("targetGroups")}) has the weight 0`,
  "gateway-load-balancer": () => "what a Gateway Load Balancer's appliances do with packets is not modelled",
  "cross-zone-missing": () =>
    "whether cross-zone load balancing is on is not in the input; collect it with aws elb describe-load-balancer-attributes",
};

export const ASSUMPTIONS: Readonly<Record<string, Say>> = {
  "service-assumed": () => "something listens on every port asked for, as no services are given",
  "tls-assumed": () => "the TLS handshake succeeds",
  "http-status-assumed": (of) => `${of("path")} answers 200, as no statuses are given`,
  "no-interface-at-address": () => "a host without security groups has this address, as no interface in the input does",
  "cross-zone-assumed-off": () => "cross-zone load balancing is off, as its attributes are not in the input",
  "idle-timeouts-default": () =>
    "open connections are forgotten after AWS's default idle timeouts (on instances of Nitro v6 tcp has 350 s)",
  "classic-same-subnet-acl": () =>
    "inside its subnet the network ACL filters what the load balancer sends, as AWS says, and not what is delivered or sent back, of which AWS says nothing",
  "reply-by-flow-state": () =>
    "replies to clients whose address is kept find back to the node whatever the routes of the target's subnet say",
  "private-link-past-network-acl": () => "traffic of an interface endpoint does not pass the network ACL of the subnet",
  "client-address-preservation-assumed": (of) =>
    `client addresses are ${of("enabled") === "true" ? "kept" : "not kept"}, AWS's default, as the attributes are not in the input`,
  "no-target-symptom-assumed": (of) =>
    of("symptom") === "closed"
      ? "without a target, connections are accepted and closed"
      : "without a target, connections get no answer",
  "target-group-attributes-assumed": () => "AWS's defaults, as the attributes of the target group are not in the input",
  "client-authenticated": () => "clients log in where a rule asks them to",
  "function-assumed": () => "the function answers requests and health checks",
  "udp-on-dual-stack": () => "a dual-stack Network Load Balancer takes UDP, of which AWS's pages say both",
  "internet-gateway-reflection": () =>
    "traffic to a public address of this network goes out by an internet gateway and comes in by one",
  "peering-same-region-assumed": () => "its two VPCs are in one Region, as the input does not say otherwise",
  "dualstack-name": () => "clients with IPv6 use its dualstack. or ipv6. name",
  "prefix-list-not-described": () =>
    "none of the packets goes to this list of AWS's, whose entries are not in the input",
  "health-settled-at-start": () => "at the beginning every target has been checked long enough to have settled",
  "health-checks-in-step": () => "all nodes check a target in the same second, and it is in doubt where they disagree",
  "health-check-answers-at-once": () =>
    "an answer takes no time, and a check sees the network of the second it is sent",
  "first-health-check": (of) =>
    `the first check of a target is sent ${of("after") ? `${of("after")} seconds` : "one interval"} after its registration`,
  "first-success": (of) =>
    of("firstSuccess") === "always"
      ? "a new target needs one success, however often it has failed before"
      : "a new target that has failed its checks needs as many successes as any other",
  "health-check-edited": () =>
    "with another health check the counts go on, and the next check is an interval after the last",
  "stopped-at-once": () =>
    "an instance that stops is out of service at once, and has to recover once it runs again, or begins anew if it was unused",
  "zone-changes-at-once": () =>
    "an instance is out of service as soon as its zone is disabled, and as newly registered once it is enabled",
  "draining-takes-its-time": () =>
    "a target drains for all the time that is set, whatever its state was and however few requests it has",
  "fail-open-counts-initial": () => "targets that are still initial count as unhealthy, and get requests with those",
  "clients-in-vpc": (of) => `clients are in ${of("from") ?? "its VPC"}, as the load balancer is internal`,
  "clients-connect-anew": () =>
    "requests need new connections, while those that are open may go on as long as security groups track them",
  "closed-without-instance": () =>
    "a TCP, SSL or TLS listener accepts connections and closes them where it reaches no target",
};

const STOPPED = "are stopped, so that path MTU discovery may fail and large packets get lost";

export const WARNINGS: Readonly<Record<string, Say>> = {
  "path-mtu-discovery": (of) => {
    const place = of("limitedBy");
    return place === undefined
      ? `between the load balancer and its targets errors about packets that are too large ${STOPPED}`
      : `${place} takes ${of("mtu")} bytes, and the errors that tell senders so ${STOPPED}`;
  },
  "smtp-outbound-restricted": () =>
    "by default EC2 drops tcp 25 to public addresses, whatever the rules say; no rule settles it, AWS lifts it on request",
};
