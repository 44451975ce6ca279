/** Templates in tests: the resources that matter, and everything else as it mostly is. */
import type { Issue, Network } from "netsim";
import { type FromTemplates, fromTemplate, type TemplateOptions } from "netsim/cloudformation";

export type Resources = Readonly<Record<string, unknown>>;

/** A resource of a type, given without `AWS::`. */
export function resource(type: string, properties: object = {}, more: object = {}): object {
  return { Type: type.includes("::Vpc") ? type : `AWS::${type}`, Properties: properties, ...more };
}

export const ref = (name: string): object => ({ Ref: name });
export const att = (name: string, attribute: string): object => ({ "Fn::GetAtt": [name, attribute] });

/** A VPC with two subnets in two zones. */
export const VPC: Resources = {
  Vpc: resource("EC2::VPC", { CidrBlock: "10.0.0.0/16" }),
  A: resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: "10.0.0.0/24", AvailabilityZone: "us-east-1a" }),
  B: resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: "10.0.1.0/24", AvailabilityZone: "us-east-1b" }),
};

/** What makes the subnets of {@link VPC} public. */
export const PUBLIC: Resources = {
  Igw: resource("EC2::InternetGateway"),
  Attachment: resource("EC2::VPCGatewayAttachment", { VpcId: ref("Vpc"), InternetGatewayId: ref("Igw") }),
  Table: resource("EC2::RouteTable", { VpcId: ref("Vpc") }),
  Out: resource("EC2::Route", {
    RouteTableId: ref("Table"),
    DestinationCidrBlock: "0.0.0.0/0",
    GatewayId: ref("Igw"),
  }),
  TableOfA: resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("A"), RouteTableId: ref("Table") }),
  TableOfB: resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("B"), RouteTableId: ref("Table") }),
};

export function read(resources: Resources, more: object = {}, options?: TemplateOptions): FromTemplates {
  const result = fromTemplate({ Resources: resources, ...more }, options);
  if (!result.ok) throw new Error(result.issues.map((issue) => issue.message).join("\n"));
  return result.value;
}

export function networkOf(resources: Resources, more: object = {}, options?: TemplateOptions): Network {
  return read(resources, more, options).network;
}

export function issuesOf(resources: Resources, more: object = {}, options?: TemplateOptions): readonly Issue[] {
  const result = fromTemplate({ Resources: resources, ...more }, options);
  if (result.ok) throw new Error("it was read");
  return result.issues;
}

/** The messages of the notes with a code. */
export function notesOf({ notes }: FromTemplates, code: string): readonly string[] {
  return notes.filter((note) => note.code === code).map((note) => note.message);
}
