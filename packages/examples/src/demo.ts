/** `npm run demo`: AWS's recommended rules judged healthy, then three mistakes that one usually finds after deploying. */
import { checkListener, editNetwork, type Network, type NetworkDraft } from "netsim";
import { renderVerdict } from "netsim/render";
import { classicPage } from "./classic-page.ts";
import { title as heading, page, the } from "./story.ts";

interface Scene {
  readonly title: string;
  readonly mistake?: (draft: NetworkDraft) => void;
}

const SCENES: readonly Scene[] = [
  { title: "The rules that AWS recommends" },
  {
    title: "Mistake 1: the instances' security group forgets the health-check port 9000",
    mistake: (draft) => {
      const group = the(draft.securityGroups, "web-instances");
      group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
    },
  },
  {
    title: "Mistake 2: the instance subnets' ACL lets replies out to 32768-65535 only",
    mistake: (draft) => {
      for (const entry of the(draft.networkAcls, "instances").egress) {
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

const network = await classicPage();
for (const scene of SCENES) play(network, scene);

function play(recommended: Network, { title, mistake }: Scene): void {
  const judged = mistake ? editNetwork(recommended, mistake) : recommended;
  heading(title);
  console.log(renderVerdict(checkListener(judged, { loadBalancer: "web", port: 80, from: "internet" }), page));
}
