/**
 * What a launch template or configuration gives to instances.
 * "AWS::EC2::LaunchTemplate" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-launchtemplate.html
 */
import { type Context, itemOf, type Made, madeOf } from "./context.js";
import type { Fields } from "./fields.js";
import { isUnresolved } from "./value.js";

const TEMPLATE = "AWS::EC2::LaunchTemplate";
const CONFIGURATION = "AWS::AutoScaling::LaunchConfiguration";

/** The data of the launch template, or the configuration, that a resource names; undefined where there is none known. */
export function launchFields(context: Context, { fields }: Made): Fields | undefined {
  const mixed = within(within(fields.object("MixedInstancesPolicy"), "LaunchTemplate"), "LaunchTemplateSpecification");
  const named = fields.object("LaunchTemplate");
  const spec = isUnresolved(named) ? undefined : (named ?? mixed);
  const id = spec?.text("LaunchTemplateId");
  const name = spec?.text("LaunchTemplateName");
  const template =
    typeof id === "string"
      ? itemOf(context.world, id, TEMPLATE)
      : typeof name === "string"
        ? madeOf(context.world, TEMPLATE).find(
            (each) => each.id === name || each.fields.text("LaunchTemplateName") === name,
          )
        : undefined;
  const data = template?.fields.object("LaunchTemplateData");
  if (data !== undefined && !isUnresolved(data)) return data;
  const configuration = fields.text("LaunchConfigurationName");
  return typeof configuration === "string" ? itemOf(context.world, configuration, CONFIGURATION)?.fields : undefined;
}

function within(fields: ReturnType<Fields["object"]>, key: string): Fields | undefined {
  if (fields === undefined || isUnresolved(fields)) return undefined;
  const inner = fields.object(key);
  return isUnresolved(inner) ? undefined : inner;
}
