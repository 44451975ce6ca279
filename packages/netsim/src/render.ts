/** `netsim/render`: results as text for people. */
export { renderExplanation } from "./render/explanation.js";
export { type AnyVerdict, renderVerdict, type TextOptions } from "./render/text.js";
export { renderTimeline } from "./render/timeline.js";
