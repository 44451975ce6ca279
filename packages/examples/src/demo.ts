/** `npm run demo`: AWS's recommended rules judged healthy, then three mistakes that one usually finds after deploying. */
import { checkListener, editNetwork, type Network, type NetworkDraft } from "netsim";
import { renderVerdict } from "netsim/render";
import { classicPage } from "./classic-page.ts";

interface Scene {
  readonly title: string;
  readonly mistake?: (draft: NetworkDraft) => void;
}

const SCENES: readonly Scene[] = [
  { title: "The rules that AWS recommends" },
  {
    title: "Mistake 1: the instances' security group forgets the health-check port 9000",
    mistake: (draft) => {
      const group = groupNamed(draft, "instances");
      group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
    },
  },
  {
    title: "Mistake 2: the instance subnets' ACL lets replies out to 32768-65535 only",
    mistake: (draft) => {
      for (const entry of aclOf(draft, "instances").egress) {
        if (entry.fromPort === 1024) entry.fromPort = 32768;
      }
    },
  },
  {
    title: "Mistake 3: the load balancer's subnets have no route to the internet",
    mistake: (draft) => {
      for (const table of Object.values(draft.routeTables)) {
        table.routes = table.routes.filter((route) => route.destination !== "0.0.0.0/0");
      }
    },
  },
];

const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
const network = await classicPage();
for (const scene of SCENES) play(network, scene);

function play(page: Network, { title, mistake }: Scene): void {
  const judged = mistake ? editNetwork(page, mistake) : page;
  const verdict = checkListener(judged, { loadBalancer: "web", port: 80, from: "internet" });
  console.log(`${title}\n${"=".repeat(title.length)}\n`);
  console.log(renderVerdict(verdict, { color, width: process.stdout.columns || 100 }));
}

function groupNamed(draft: NetworkDraft, part: string): NetworkDraft["securityGroups"][string] {
  return only(Object.values(draft.securityGroups).filter((group) => group.groupName.includes(part)));
}

function aclOf(draft: NetworkDraft, part: string): NetworkDraft["networkAcls"][string] {
  return only(Object.values(draft.networkAcls).filter((acl) => acl.name?.includes(part)));
}

function only<T>(members: readonly T[]): T {
  const [member, ...others] = members;
  if (member === undefined || others.length > 0) throw new Error("the network of the demo has changed");
  return member;
}
