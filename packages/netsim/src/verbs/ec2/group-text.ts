/**
 * Names and descriptions of security groups, and descriptions of their rules.
 * "Security groups" https://docs.aws.amazon.com/vpc/latest/userguide/security-groups.html
 */
import { ok, type Path, type Result } from "@netsim/core";
import { refuse } from "../verb.js";

const LONGEST = 255;
const ALLOWED = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;
const EXPECTED = "at most 255 of the characters a-z, A-Z, 0-9, space and ._-:/()#,@[]+=&;{}!$*";

export function checkDescription(text: string | undefined, path: Path): Result<undefined> {
  if (text === undefined || (text.length <= LONGEST && ALLOWED.test(text))) return ok(undefined);
  return refuse("InvalidParameterValue", path, EXPECTED, text);
}

/**
 * The name as AWS keeps it: without trailing spaces. `default` is kept for the group that comes with every VPC.
 * "CreateSecurityGroup" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 * "Error codes for the Amazon EC2 API" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function readGroupName(text: string, path: Path): Result<string> {
  const name = text.replace(/ +$/, "");
  if (name === "") return refuse("MissingParameter", path, "a name", text);
  const checked = checkDescription(name, path);
  if (!checked.ok) return checked;
  if (/^sg-/i.test(name)) return refuse("InvalidParameterValue", path, "a name that does not begin with sg-", text);
  if (name.toLowerCase() === "default") return refuse("InvalidGroup.Reserved", path, "a name other than default", text);
  return ok(name);
}
