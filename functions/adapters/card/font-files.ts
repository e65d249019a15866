/** The package files that draw an event card: an SVG renderer, and a typeface (SIL Open Font License 1.1). */
export const CARD_FILES = {
  resvg: '@resvg/resvg-wasm/index_bg.wasm',
  regular: '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff',
  regularExtended: '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-ext-400-normal.woff',
  bold: '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff',
  boldExtended: '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-ext-700-normal.woff',
};
