import { renderEdits } from "netsim/render";
import { describe, expect, it } from "vitest";
import { ALL_EDITS, EDITS } from "./edits.ts";

const command = (name: keyof typeof EDITS): string => renderEdits([EDITS[name]]).trimEnd();

describe("edits as commands", () => {
  it.each([
    [
      "fromGroup",
      "aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 443 --source-group sg-2",
    ],
    [
      "toGroup",
      "aws ec2 authorize-security-group-egress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=sg-2}]'",
    ],
    [
      "fromBlock",
      "aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 1024-65535 --cidr 10.0.0.0/16",
    ],
    [
      "fromIpv6",
      "aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,Ipv6Ranges=[{CidrIpv6=::/0}]'",
    ],
    // `--protocol icmp --port 8` would mean type 8 code 8.
    [
      "ping",
      "aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions 'IpProtocol=icmp,FromPort=8,ToPort=0,IpRanges=[{CidrIp=10.0.0.0/16}]'",
    ],
    [
      "gre",
      "aws ec2 authorize-security-group-egress --group-id sg-1 --ip-permissions 'IpProtocol=47,IpRanges=[{CidrIp=10.0.0.1/32}]'",
    ],
    [
      "fromAmazonElb",
      "aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{UserId=amazon-elb,GroupName=amazon-elb-sg}]'",
    ],
    [
      "entry",
      "aws ec2 create-network-acl-entry --network-acl-id acl-1 --egress --rule-number 110 --protocol tcp --port-range From=1024,To=65535 --cidr-block 0.0.0.0/0 --rule-action allow",
    ],
    [
      "pingEntry",
      "aws ec2 create-network-acl-entry --network-acl-id acl-1 --ingress --rule-number 120 --protocol icmp --icmp-type-code Code=0,Type=8 --ipv6-cidr-block ::/0 --rule-action allow",
    ],
    ["route", "aws ec2 create-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --gateway-id igw-1"],
    [
      "otherRoute",
      "aws ec2 replace-route --route-table-id rtb-1 --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id eigw-1",
    ],
    ["association", "aws ec2 associate-route-table --route-table-id rtb-1 --subnet-id subnet-1"],
    ["peering", "aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id pcx-1"],
    [
      "healthCheck",
      "aws elb configure-health-check --load-balancer-name web --health-check Target=HTTP:9000/ping,Interval=30,Timeout=5,UnhealthyThreshold=2,HealthyThreshold=10",
    ],
    [
      "crossZone",
      `aws elb modify-load-balancer-attributes --load-balancer-name web --load-balancer-attributes '{"CrossZoneLoadBalancing":{"Enabled":true}}'`,
    ],
    ["zone", "aws elb attach-load-balancer-to-subnets --load-balancer-name web --subnets subnet-2"],
    ["networkZone", "aws elbv2 set-subnets --load-balancer-arn arn:net --subnets subnet-1 subnet-2"],
  ] as const)("%s", (name, expected) => {
    expect(command(name)).toBe(expected);
  });

  it("looks up ids that no answer of describe in the input has", () => {
    expect(command("otherAssociation")).toContain("--association-id $(aws ec2 describe-route-tables --filters");
    expect(command("targetGroup")).toContain("--target-group-arn $(aws elbv2 describe-target-groups --names app");
    expect(command("targetGroup")).toContain("--health-check-path '/a b'");
  });

  it("are one line each", () => {
    const lines = renderEdits(ALL_EDITS).trimEnd().split("\n");
    expect(lines).toHaveLength(ALL_EDITS.length);
    for (const line of lines) expect(line).toMatch(/^aws (ec2|elb|elbv2) [a-z-]+ --/);
  });
});
