import { describe } from "vitest";
import { recommendedRulesLaws } from "./forwarding-rules.ts";

describe("AWS's rules for a Network Load Balancer with security groups are exactly right", () => {
  recommendedRulesLaws([
    { type: "network", hasGroups: true, keepsClients: true },
    { type: "network", hasGroups: true, keepsClients: false },
  ]);
});

describe("AWS's rules for a Network Load Balancer without security groups are exactly right", () => {
  recommendedRulesLaws([
    { type: "network", hasGroups: false, keepsClients: true },
    { type: "network", hasGroups: false, keepsClients: false },
  ]);
});
