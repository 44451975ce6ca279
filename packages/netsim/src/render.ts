/** `netsim/render`: results as text for people. */
export { type AnyVerdict, renderVerdict, type TextOptions } from "./render/text.js";
