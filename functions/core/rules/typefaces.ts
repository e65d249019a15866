import type { Brand, Typeface } from '#core/rules/rules';

/** As CSS takes them without quotation marks, which an attribute would have to spell out. */
const STACKS = {
  Arial: 'Arial,Helvetica,sans-serif',
  Verdana: 'Verdana,Geneva,sans-serif',
  Tahoma: 'Tahoma,Geneva,sans-serif',
  'Trebuchet MS': 'Trebuchet MS,Tahoma,sans-serif',
  Georgia: 'Georgia,Times New Roman,serif',
  'Times New Roman': 'Times New Roman,Times,serif',
} as const satisfies Record<Typeface, string>;

/** The brand's typeface and those that stand in for it: a reader's device shows the first that it has. */
export function typefaceStack({ typeface = 'Arial' }: Pick<Brand, 'typeface'>): string {
  return STACKS[typeface];
}
