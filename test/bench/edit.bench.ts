/** From a one-rule edit to a new verdict, on the network of the demo. Aim: under 1 ms. */
import { classicPage } from "@netsim/examples";
import { checkListener, editNetwork } from "netsim";
import { Bench } from "tinybench";

const page = await classicPage();
const group = Object.values(page.securityGroups).find((each) => each.groupName === "web-instances");
let port = 1024;

export const baseline = "edit of a rule, checked network, verdict of the listener";
export const bench = new Bench({ time: 1500, warmupTime: 500 });
bench.add(baseline, () => {
  const edited = editNetwork(page, (draft) => {
    const rule = draft.securityGroups[group?.id ?? ""]?.ingress[0];
    if (rule) rule.toPort = 8080 + (port++ % 100);
  });
  checkListener(edited, { loadBalancer: "web", port: 80, from: "internet" });
});
bench.add("verdict of the listener alone", () => {
  checkListener(page, { loadBalancer: "web", port: 80, from: "internet" });
});
