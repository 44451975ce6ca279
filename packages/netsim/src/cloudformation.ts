/** `netsim/cloudformation`: networks from CloudFormation templates, those of CDK apps included. */
export type { ParameterValue } from "./importers/cloudformation/parameters.js";
export type { TemplateOptions } from "./importers/cloudformation/stack.js";
export type { Document } from "./importers/document.js";
export {
  type FromTemplates,
  fromTemplate,
  fromTemplates,
  importTemplates,
  type TemplateInput,
} from "./importers/import-templates.js";
export type { Note } from "./importers/note.js";
export { readTemplates } from "./importers/read-network.js";
