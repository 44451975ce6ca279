/**
 * `netsim/render`: results as text for people, and in the forms that other tools read.
 *
 * @module
 */

export type { AnyVerdict } from "./path/verdict.js";
export { renderCriticality } from "./render/criticality.js";
export { renderDiff } from "./render/diff.js";
export { type ExplanationTextOptions, renderExplanation } from "./render/explanation.js";
export { lintGithub } from "./render/github.js";
export { renderLint } from "./render/lint.js";
export { renderMarkdown } from "./render/markdown.js";
export type { ComposeOptions as PictureOptions } from "./render/picture/compose.js";
export { renderMermaid } from "./render/picture/mermaid.js";
export { renderSvg, type SvgOptions } from "./render/picture/network-svg.js";
export type { Theme } from "./render/picture/theme.js";
export { renderTimelineSvg, type TimelineSvgOptions } from "./render/picture/timeline-svg.js";
export type { Places } from "./render/places.js";
export { type RecommendationTextOptions, renderRecommendation } from "./render/recommendation.js";
export { type EditForm, type RepairTextOptions, renderEdits, renderRepair } from "./render/repair.js";
export { lintSarif } from "./render/sarif.js";
export { renderVerdict, type TextOptions } from "./render/text.js";
export { renderTimeline } from "./render/timeline.js";
