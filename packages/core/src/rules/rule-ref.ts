/** The AWS rule behind a decision, as data that a message or an annotation can point at. */

import type { ClassicListener } from "../model/classic-load-balancer.js";
import type { Listener } from "../model/listener.js";
import type { NetworkAclEntry } from "../model/network-acl.js";
import type { Route } from "../model/route-table.js";
import type { SecurityGroupRule } from "../model/security-group.js";
import type { Cidr } from "../packet/cidr.js";

export type Direction = "ingress" | "egress";

/** AWS's own last entry of every ACL, which users see as `*`. It cannot be edited and has no origin. */
export interface FinalAclEntry {
  /** 32767 for IPv4, 32768 for IPv6. */
  readonly ruleNumber: 32767 | 32768;
  readonly ruleAction: "deny";
  readonly protocol: -1;
  readonly cidrBlock: Cidr;
}

export type RuleRef =
  | {
      readonly kind: "security-group-rule";
      readonly securityGroupId: string;
      readonly direction: Direction;
      /** Its place in the group's list. */
      readonly index: number;
      readonly rule: SecurityGroupRule;
    }
  | {
      readonly kind: "network-acl-entry";
      readonly networkAclId: string;
      readonly direction: Direction;
      readonly ruleNumber: number;
      readonly entry: NetworkAclEntry | FinalAclEntry;
    }
  | { readonly kind: "route"; readonly routeTableId: string; readonly index: number; readonly route: Route }
  | {
      readonly kind: "listener";
      readonly loadBalancer: string;
      readonly index: number;
      readonly listener: ClassicListener | Listener;
    };
