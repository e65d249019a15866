import type { Brand, Typeface } from '#core/rules/rules';

/** Font stacks without quotation marks, which a style attribute would have to escape. */
const STACKS = {
  Arial: 'Arial,Helvetica,sans-serif',
  Verdana: 'Verdana,Geneva,sans-serif',
  Tahoma: 'Tahoma,Geneva,sans-serif',
  'Trebuchet MS': 'Trebuchet MS,Tahoma,sans-serif',
  Georgia: 'Georgia,Times New Roman,serif',
  'Times New Roman': 'Times New Roman,Times,serif',
} as const satisfies Record<Typeface, string>;

/** Returns a CSS font stack: the brand's typeface, then its fallbacks. */
export function typefaceStack({ typeface = 'Arial' }: Pick<Brand, 'typeface'>): string {
  return STACKS[typeface];
}
