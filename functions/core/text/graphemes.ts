let segmenter: Intl.Segmenter | undefined;

/** Returns the characters of a text one after another, as people count them: an emoji of a family is one. */
export function* graphemesOf(text: string): Generator<string> {
  // Made when it is first needed: the first of a process takes 8 ms, which each start of a Lambda would pay.
  segmenter ??= new Intl.Segmenter('en-GB', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
