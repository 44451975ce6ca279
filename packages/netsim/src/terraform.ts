/** `netsim/terraform`: networks from what `terraform show -json` prints of plans and states. */
export type { Document } from "./importers/document.js";
export type { Note } from "./importers/note.js";
export { readTerraform } from "./importers/read-network.js";
export { importTerraform, type TerraformImport } from "./importers/terraform/import-terraform.js";
