/** Verdicts as pictures and as Markdown, for `--format`. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../path/verdict.js";
import { renderMarkdown } from "../render/markdown.js";
import { renderMermaid } from "../render/picture/mermaid.js";
import { renderSvg } from "../render/picture/network-svg.js";
import type { Args } from "./args.js";

export type Drawing = "md" | "mermaid" | "svg";

/** What commands about verdicts print. */
export const VERDICT_FORMATS = ["text", "json", "md", "mermaid", "svg"] as const;

export function isDrawing(format: (typeof VERDICT_FORMATS)[number]): format is Drawing {
  return format !== "text" && format !== "json";
}

/** With `--verbose` also what the verdict does not touch. Ends with a line break. */
export function drawn(format: Drawing, network: Network, verdict: AnyVerdict, args: Args): string {
  const options = { everything: args.has("verbose") };
  switch (format) {
    case "md":
      return renderMarkdown(network, verdict, options);
    case "mermaid":
      return renderMermaid(network, verdict, options);
    case "svg":
      return renderSvg(network, verdict, options);
  }
}
