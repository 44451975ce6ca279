/** How large and how varied a random document may be. Shares are percentages. */
export interface DocumentConstraints {
  readonly maxVpcs: 1 | 2;
  readonly maxSubnetsPerVpc: number;
  /** Interfaces of instances; load balancer nodes and NAT gateways have theirs in addition. */
  readonly maxInterfacesPerVpc: number;
  readonly maxGroupsPerVpc: number;
  readonly maxRulesPerGroup: number;
  /** Per direction, without the final ones that AWS adds. */
  readonly maxAclEntries: number;
  readonly ipv6: boolean;
  readonly natGateways: boolean;
  readonly peering: boolean;
  readonly prefixLists: boolean;
  /** Routes that a virtual private gateway propagates, never the ones that win. */
  readonly propagatedRoutes: boolean;
  readonly loadBalancer: "never" | "sometimes" | "always";
  /** How often a filter is as open as it can be, so that a fair share of packets gets through. */
  readonly openShare: number;
}

export const anyDocument: DocumentConstraints = {
  maxVpcs: 2,
  maxSubnetsPerVpc: 4,
  maxInterfacesPerVpc: 3,
  maxGroupsPerVpc: 3,
  maxRulesPerGroup: 5,
  maxAclEntries: 6,
  ipv6: true,
  natGateways: true,
  peering: true,
  prefixLists: true,
  propagatedRoutes: true,
  loadBalancer: "sometimes",
  openShare: 60,
};

/** One small VPC with IPv4 only: for the first steps, and for readable counterexamples. */
export const smallDocument: DocumentConstraints = {
  ...anyDocument,
  maxVpcs: 1,
  maxSubnetsPerVpc: 2,
  maxInterfacesPerVpc: 2,
  maxGroupsPerVpc: 2,
  maxRulesPerGroup: 2,
  maxAclEntries: 3,
  ipv6: false,
  natGateways: false,
  prefixLists: false,
  propagatedRoutes: false,
  loadBalancer: "never",
};

export const ipv4Document: DocumentConstraints = { ...anyDocument, ipv6: false };

export const classicDocument: DocumentConstraints = { ...anyDocument, maxVpcs: 1, loadBalancer: "always" };

/** Which questions to ask of a document. */
export interface QuestionConstraints {
  /** Ask only about IPv4 although the document has IPv6. */
  readonly ipv4Only: boolean;
  /** ICMP messages besides the echo request; they have no reply. */
  readonly oneWayIcmp: boolean;
  /** The platform's own services (DNS, metadata, time), which nothing filters. */
  readonly platformServices: boolean;
  /** Addresses instead of interface ids: secondary private ones, and public ones called from outside. */
  readonly addresses: boolean;
}

export const anyQuestion: QuestionConstraints = {
  ipv4Only: false,
  oneWayIcmp: false,
  platformServices: true,
  addresses: true,
};

/** Between interfaces named by their ids and the internet, over IPv4. */
export const plainQuestion: QuestionConstraints = {
  ipv4Only: true,
  oneWayIcmp: false,
  platformServices: false,
  addresses: false,
};
