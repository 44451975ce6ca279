export { CLASSIC_PAGE, classicPage } from "./classic-page.ts";
