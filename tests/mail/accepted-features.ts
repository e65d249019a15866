// Features of our emails that some mail program lacks, and why the mail is right without them. Any other feature that
// caniemail.com lists as missing somewhere fails `npm run check:mail`.

/** Word: Outlook on Windows, which renders mail with Word's engine. Outlook: its other programs and web pages. */
export type Family = 'Word' | 'Outlook' | 'Gmail' | 'Apple';

/** `missing`: the families that do not support the feature at all. Others may support it in part. */
type Accepted = { missing: readonly Family[]; why: string };

const STYLE_BLOCK =
  'Only the style block has it, which improves on inline styles: dark mode, phones and print. Without it the mail is whole.';
const LOOK = 'Finer looks only: without it corners are square or a space differs by a few pixels.';

export const acceptedFeatures: Readonly<Record<string, Accepted>> = {
  '!important keyword': { missing: [], why: STYLE_BLOCK },
  '<bdi> element': {
    missing: ['Word', 'Outlook', 'Gmail'],
    why: 'It keeps a name written from right to left from moving what follows. Where it is dropped its words stay, as without it.',
  },
  '<body> element': { missing: ['Outlook'], why: 'The wrapper inside the body has language, direction and ground of its own.' },
  '<style> element': { missing: ['Gmail'], why: STYLE_BLOCK },
  '<ul>, <ol> and <dl>': {
    missing: [],
    why: 'A real list is what a screen reader counts. In part means that its markers cannot be styled, and they are not.',
  },
  '@media': { missing: ['Gmail', 'Word'], why: STYLE_BLOCK },
  'Attribute selector': {
    missing: ['Gmail', 'Word'],
    why: 'It is for the dark mode of Outlook on the web and on phones, which mark what they recolour with an attribute.',
  },
  'Chaining selectors': { missing: ['Gmail', 'Word', 'Outlook'], why: STYLE_BLOCK },
  'Class selector': { missing: ['Gmail'], why: STYLE_BLOCK },
  'Descendant combinator': { missing: ['Gmail'], why: STYLE_BLOCK },
  'Type selector': { missing: ['Gmail'], why: STYLE_BLOCK },
  'align attribute': { missing: [], why: 'In part: left and right move no image and no table, and only cells have them.' },
  'aria-hidden attribute': { missing: ['Word'], why: 'Where it is dropped the date block is read out, which says nothing wrong.' },
  'aria-label attribute': { missing: ['Word'], why: 'It names the article by the subject, which is read out anyway.' },
  background: { missing: [], why: 'It names a colour only, which every program shows.' },
  border: { missing: [], why: LOOK },
  'border-radius': { missing: ['Word'], why: LOOK },
  'color-scheme meta tag': {
    missing: ['Word', 'Outlook', 'Gmail', 'Apple'],
    why: 'It only says that the mail has a dark mode. Programs that do not know it recolour by themselves, and the colours survive that.',
  },
  'dir attribute': { missing: [], why: 'In part: the tables keep their direction by the alignment that each cell has.' },
  display: { missing: [], why: 'Word takes block and none only. Its columns stand in ghost tables.' },
  'display:none': {
    missing: ['Gmail'],
    why: 'It hides the preheader, which also has no height; where both are dropped it is a line above the mail.',
  },
  'font-size': { missing: [], why: 'In part: no rem, and none is used.' },
  'font-weight': { missing: [], why: 'In part: no numbers, and none is used.' },
  'height attribute': { missing: [], why: 'In part: pixels only, which is what is used.' },
  'height property': { missing: [], why: 'In part: pixels only. The attribute beside it says the pixels.' },
  hyphens: { missing: ['Word', 'Outlook', 'Gmail'], why: 'A long word is broken without a hyphen.' },
  'letter-spacing': { missing: [], why: LOOK },
  'line-height': { missing: [], why: 'In part: Word rounds it, and mso-line-height-rule makes it exact.' },
  margin: { missing: [], why: 'In part: none below zero, and none is used.' },
  'max-height property': { missing: ['Word'], why: 'It hides the preheader, which Word hides by mso-hide.' },
  'max-width': { missing: [], why: 'Word has a ghost table of 600 pixels instead.' },
  'min-width property': { missing: ['Word'], why: 'It keeps the words of a table whole, which Word does by itself.' },
  overflow: { missing: ['Word'], why: 'It hides the preheader, which Word hides by mso-hide.' },
  'overflow-wrap': { missing: ['Word', 'Outlook', 'Gmail'], why: 'word-break stands beside it and does the same.' },
  padding: {
    missing: [],
    why: 'In part: Word takes it on cells only, where it stands or stands once more for Word; a button has mso-padding-alt.',
  },
  'role attribute': { missing: ['Word'], why: 'Where it is dropped a layout table is read out as one; nothing can mend that there.' },
  'text-align': { missing: [], why: 'In part: no start and end, and none is used.' },
  'text-decoration': { missing: [], why: 'In part: one word only, which is what is used.' },
  'white-space': { missing: ['Word'], why: 'Code has its spaces and lines from its element; this also breaks lines that are too long.' },
  'width attribute': { missing: [], why: 'In part: pixels and percents only, which is what is used.' },
  'width property': { missing: [], why: 'In part: pixels and percents only, which is what is used.' },
  'word-break': { missing: ['Word'], why: 'Word breaks a long word by itself.' },
};
