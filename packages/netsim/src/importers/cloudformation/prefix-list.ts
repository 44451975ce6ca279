/** "AWS::EC2::PrefixList" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-prefixlist.html */
import { type Context, certain, itemOf, lose, nameOf, originOf } from "./context.js";
import { isUnresolved } from "./value.js";

/** In a route the id of a prefix list tells itself from a block by how it begins. */
export function prefixListId(context: Context, id: string): string {
  return itemOf(context.world, id, "AWS::EC2::PrefixList") && !id.startsWith("pl-") ? `pl-${id}` : id;
}

export function buildPrefixLists(context: Context): void {
  const { draft, world } = context;
  for (const item of certain(context, "prefixLists", "AWS::EC2::PrefixList")) {
    const { fields, resource } = item;
    const id = prefixListId(context, item.id);
    const entries = fields.objects("Entries");
    const cidrs = isUnresolved(entries)
      ? [entries]
      : (entries ?? []).map((each) => (isUnresolved(each) ? each : each.text("Cidr")));
    const doubt = cidrs.find(isUnresolved);
    if (doubt) {
      lose(context, "prefixLists", id, doubt, resource.place);
      continue;
    }
    draft.input.prefixLists.set(id, {
      ...nameOf(item, "PrefixListName"),
      entries: cidrs.filter((each): each is string => typeof each === "string"),
      origin: originOf(item),
    });
  }
  for (const [id, entries] of Object.entries(world.options.prefixLists ?? {})) {
    if (id.startsWith("pl-") && !draft.input.prefixLists.has(id)) draft.input.prefixLists.set(id, { entries });
  }
}
