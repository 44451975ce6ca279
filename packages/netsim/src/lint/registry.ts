/** Every check, and how much each finding matters. */

import { asymmetricRoutes } from "./asymmetric.js";
import { blackholeRoutes } from "./blackholes.js";
import { aclEntriesThatChangeNothing } from "./changes-nothing.js";
import type { Check } from "./check.js";
import { closedTargets } from "./closed-targets.js";
import type { LintCode, Severity } from "./finding.js";
import { groupReferences } from "./group-references.js";
import { closedHealthChecks } from "./health-checks.js";
import { groupRulesThatAreImplied } from "./implied.js";
import { loadBalancersWithoutInternetRoute } from "./internet-route.js";
import { closedListeners, openPorts } from "./listeners.js";
import { aclEntriesThatNeverDecide, groupRulesThatNeverDecide } from "./never-decides.js";
import { rulesOpenToInternet } from "./open-to-internet.js";
import { droppedReplies } from "./replies.js";
import { unassociatedAcls, unattachedGroups } from "./unattached.js";
import { zonesWithoutTargets } from "./zones.js";

export const CHECKS: readonly Check[] = [
  aclEntriesThatNeverDecide,
  groupRulesThatNeverDecide,
  aclEntriesThatChangeNothing,
  groupRulesThatAreImplied,
  droppedReplies,
  groupReferences,
  closedHealthChecks,
  closedListeners,
  closedTargets,
  openPorts,
  zonesWithoutTargets,
  loadBalancersWithoutInternetRoute,
  blackholeRoutes,
  asymmetricRoutes,
  rulesOpenToInternet,
  unattachedGroups,
  unassociatedAcls,
];

export const SEVERITIES: Readonly<Record<LintCode, Severity>> = {
  "acl-entry-never-decides": "warning",
  "group-rule-never-decides": "warning",
  "acl-entry-changes-nothing": "note",
  "group-rule-implied": "note",
  "acl-drops-replies": "error",
  "acl-drops-some-replies": "note",
  "ephemeral-range-too-narrow": "warning",
  "group-reference-without-members": "warning",
  "group-reference-unpeered": "warning",
  "health-check-not-open": "error",
  "listener-not-open": "error",
  "open-port-without-listener": "warning",
  "zone-without-targets": "warning",
  "load-balancer-without-internet-route": "error",
  "blackhole-route": "warning",
  "asymmetric-routing": "error",
  "open-to-internet": "warning",
  "group-not-attached": "note",
  "acl-not-associated": "note",
  "silence-without-finding": "note",
};
