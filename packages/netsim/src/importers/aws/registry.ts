/** Every key that the importer knows. A new noun is a file and a line here. */
import type { Recognise } from "../find.js";
import { addresses } from "./address.js";
import { attributesReader } from "./attributes.js";
import { classicAttributesReader, instanceStatesReader } from "./classic-answer.js";
import { classicLoadBalancers } from "./classic-load-balancer.js";
import { classicLinkInstances } from "./ec2-classic.js";
import { vpcEndpoints } from "./endpoint.js";
import { egressOnlyInternetGateways, internetGateways } from "./gateway.js";
import { groupAssociations } from "./group-association.js";
import { instances } from "./instance.js";
import { listenersReader } from "./listener.js";
import { rulesReader } from "./listener-rule.js";
import { loadBalancersReader } from "./load-balancer.js";
import { natGateways } from "./nat-gateway.js";
import { networkAcls } from "./network-acl.js";
import { networkInterfaces } from "./network-interface.js";
import { type KeyReader, type Noun, nounReader } from "./noun.js";
import { otherReaders } from "./other-keys.js";
import { vpcPeeringConnections } from "./peering.js";
import { prefixListReaders } from "./prefix-list.js";
import { routeTables } from "./route-table.js";
import { securityGroups } from "./security-group.js";
import { securityGroupRules } from "./security-group-rule.js";
import { subnets } from "./subnet.js";
import { tagsReader } from "./tag-description.js";
import { targetGroupsReader } from "./target-group.js";
import { targetHealthReader } from "./target-health.js";
import { vpcs } from "./vpc.js";

const NOUNS: readonly Noun[] = [
  vpcs,
  subnets,
  routeTables,
  networkAcls,
  securityGroups,
  securityGroupRules,
  groupAssociations,
  networkInterfaces,
  instances,
  internetGateways,
  egressOnlyInternetGateways,
  natGateways,
  addresses,
  vpcPeeringConnections,
  vpcEndpoints,
  classicLoadBalancers,
  classicLinkInstances,
];

const READERS: readonly KeyReader[] = [
  ...NOUNS.map(nounReader),
  ...prefixListReaders,
  classicAttributesReader,
  instanceStatesReader,
  loadBalancersReader,
  listenersReader,
  // As some collectors call them; the listeners meet in the records of one noun.
  { ...listenersReader, key: "LoadBalancerListeners" },
  rulesReader,
  targetGroupsReader,
  targetHealthReader,
  attributesReader,
  tagsReader,
  ...otherReaders,
];

export const READER_BY_KEY: ReadonlyMap<string, KeyReader> = new Map(READERS.map((reader) => [reader.key, reader]));

export const RECOGNISE_BY_KEY: ReadonlyMap<string, Recognise> = new Map(
  READERS.map((reader) => [reader.key, reader.recognise]),
);
