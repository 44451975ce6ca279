/** A Classic Load Balancer to try verbs on. */
import { elb, type Network } from "netsim";
import { BEFORE, done } from "../support.ts";

export const HTTP: elb.Listener = {
  Protocol: "HTTP",
  LoadBalancerPort: 80,
  InstanceProtocol: "HTTP",
  InstancePort: 8080,
};

export const REQUEST: elb.CreateLoadBalancerRequest = {
  LoadBalancerName: "web",
  Listeners: [HTTP],
  Subnets: ["own-a", "own-b"],
  SecurityGroups: ["sg-lb"],
};

export const WITH_WEB: Network = done(elb.createLoadBalancer(BEFORE, REQUEST)).network;

export const NAME = { LoadBalancerName: "web" } as const;
