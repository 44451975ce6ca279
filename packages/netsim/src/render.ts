/** `netsim/render`: results as text for people. */
export { renderDiff } from "./render/diff.js";
export { type AnyVerdict, renderVerdict, type TextOptions } from "./render/text.js";
