/** What listens, put into a network. */
import { failure, type Network, type Path, type Result, tryEditNetwork } from "@netsim/core";
import type { InputIssue, TextDocument } from "./document.js";
import { recordNames, resolveId } from "./names.js";
import { meantOrKnown } from "./nearest.js";
import type { Services } from "./types.js";

/** @param path where the services are in the document */
export function withServices(
  network: Network,
  services: Services,
  document: TextDocument,
  path: Path,
): Result<Network> {
  const known = recordNames(Object.values(network.instances));
  const issues: InputIssue[] = [];
  const byId = new Map<string, Services[string]>();
  for (const [name, list] of Object.entries(services)) {
    const id = resolveId(network.instances, name);
    const expected =
      id === undefined
        ? `the id or unique name of an instance${meantOrKnown(name, known)}`
        : `each instance once; ${id} has its services already`;
    if (id === undefined || byId.has(id)) {
      issues.push(document.issue(id === undefined ? "unknown-id" : "repeated", [...path, name], expected, name, true));
    } else byId.set(id, list);
  }
  if (issues.length > 0) return failure(issues);
  return tryEditNetwork(network, (draft) => {
    for (const [id, list] of byId) {
      const instance = draft.instances[id];
      if (!instance) continue;
      instance.services = list.map(({ protocol = "tcp", port, http }) => ({
        protocol,
        port,
        ...(http && { http: { ...http } }),
      }));
    }
  });
}
