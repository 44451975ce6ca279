/**
 * The Classic Load Balancer of AWS's page, as `aws ec2 describe-*` and `aws elb describe-*` print it, with the rules that
 * the page recommends.
 *
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
import { join } from "node:path";
import { type Network, unwrap } from "netsim";
import { readNetwork } from "netsim/aws";

/** The folder with the JSON; the command takes it as it is. */
export const CLASSIC_PAGE: string = join(import.meta.dirname, "..", "networks", "classic-page");

export async function classicPage(): Promise<Network> {
  return unwrap(await readNetwork(CLASSIC_PAGE)).network;
}
