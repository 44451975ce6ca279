/** The example network that was read from files. */
import { CLASSIC_PAGE } from "@netsim/examples";
import { type LintResult, type Network, unwrap } from "netsim";
import { readNetwork } from "netsim/aws";

export async function readClassicPage(): Promise<Network> {
  return unwrap(await readNetwork(CLASSIC_PAGE)).network;
}

export function originsOf({ findings }: LintResult): string[] {
  return findings.map(({ origin }) => `${origin?.file}#${origin?.pointer}`);
}
