/** Findings in few words. */
import { type Finding, type LintCode, lint, type Network } from "netsim";

export function findings(network: Network, ...codes: readonly LintCode[]): Finding[] {
  return lint(network).findings.filter((each) => codes.includes(each.code));
}

export function unknownsAbout(network: Network, code: LintCode): string[] {
  return lint(network)
    .unknowns.filter((each) => each.codes.includes(code))
    .map((each) => (each.component === undefined ? each.missing : `${each.component} ${each.missing}`));
}

/** `component [rule]`, and the details by these names. */
export function briefly(found: readonly Finding[], ...names: readonly string[]): string[] {
  return found.map(({ component, rule, details }) => {
    const at = rule === undefined ? "" : `[${"index" in rule ? rule.index : rule.ruleNumber}]`;
    const facts = names.map((name) => {
      const value = details[name];
      return `${name} ${typeof value === "object" ? value.join(",") : value}`;
    });
    return [`${component}${at}`, ...facts].join(" ");
  });
}
