import { describe } from "vitest";
import { recommendedRulesLaws } from "./forwarding-rules.ts";

describe("AWS's rules for an Application Load Balancer are exactly right", () => {
  recommendedRulesLaws([{ type: "application", hasGroups: true, keepsClients: false }]);
});
