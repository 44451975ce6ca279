/** Application and Network Load Balancers to try verbs on. */
import { elbv2, type Network } from "netsim";
import { BEFORE, done } from "../support.ts";

export const ALB_REQUEST: elbv2.CreateLoadBalancerRequest = {
  Name: "app",
  Subnets: ["own-a", "own-b"],
  SecurityGroups: ["sg-lb"],
};

export const GROUP_REQUEST: elbv2.CreateTargetGroupRequest = {
  Name: "blue",
  Protocol: "HTTP",
  Port: 8080,
  VpcId: "vpc-own",
};

function lines(before: Network): { readonly network: Network; readonly arns: Record<string, string> } {
  const arns: Record<string, string> = {};
  let network = before;
  const balancer = (request: elbv2.CreateLoadBalancerRequest): void => {
    const result = done(elbv2.createLoadBalancer(network, request));
    network = result.network;
    arns[request.Name] = result.answer.LoadBalancers[0]?.LoadBalancerArn ?? "";
  };
  const group = (request: elbv2.CreateTargetGroupRequest): void => {
    const result = done(elbv2.createTargetGroup(network, request));
    network = result.network;
    arns[request.Name] = result.answer.TargetGroups[0]?.TargetGroupArn ?? "";
  };
  balancer(ALB_REQUEST);
  balancer({ ...ALB_REQUEST, Name: "app2" });
  balancer({ Name: "net", Type: "network", Subnets: ["own-a"], SecurityGroups: ["sg-lb"] });
  balancer({ Name: "bare", Type: "network", Subnets: ["own-a"] });
  balancer({ Name: "gate", Type: "gateway", Subnets: ["own-a"] });
  group(GROUP_REQUEST);
  group({ ...GROUP_REQUEST, Name: "green" });
  group({ ...GROUP_REQUEST, Name: "tcp", Protocol: "TCP" });
  group({ ...GROUP_REQUEST, Name: "udp", Protocol: "UDP" });
  group({ ...GROUP_REQUEST, Name: "addresses", Protocol: "TCP", TargetType: "ip" });
  group({ ...GROUP_REQUEST, Name: "grpc", ProtocolVersion: "GRPC" });
  group({ ...GROUP_REQUEST, Name: "six", TargetType: "ip", IpAddressType: "ipv6" });
  group({ ...GROUP_REQUEST, Name: "elsewhere", VpcId: "vpc-closed" });
  group({ ...GROUP_REQUEST, Name: "balancer", Protocol: "TCP", Port: 80, TargetType: "alb" });
  group({ Name: "function", TargetType: "lambda" });
  return { network, arns };
}

/** Load balancers and target groups of every kind, without listeners. */
export const { network: EMPTY, arns: ARNS } = lines(BEFORE);

export function arnOf(name: string): string {
  return ARNS[name] ?? "";
}

export function forward(name: string): elbv2.Action {
  return { Type: "forward", TargetGroupArn: arnOf(name) };
}

export const LISTENER_REQUEST: elbv2.CreateListenerRequest = {
  LoadBalancerArn: arnOf("app"),
  Protocol: "HTTP",
  Port: 80,
  DefaultActions: [forward("blue")],
};

const listening = done(elbv2.createListener(EMPTY, LISTENER_REQUEST));

/** The Application Load Balancer listens on port 80 and forwards to `blue`. */
export const WITH_LISTENER: Network = listening.network;
export const LISTENER: string = listening.answer.Listeners[0]?.ListenerArn ?? "";

/** A well-formed ARN that leads nowhere. */
export function nowhere(kind: string): string {
  return `arn:aws:elasticloadbalancing:us-east-1:111122223333:${kind}/app/none/0123456789abcdef`;
}
