import { expect, test } from 'vitest';
import { curlyQuotes } from '#core/text/curly-quotes';

test.each([
  ['The link "read on" is dead.', 'The link “read on” is dead.'],
  ['"yes" is not understood here. Did you mean "automatic"?', '“yes” is not understood here. Did you mean “automatic”?'],
  ['Readers see plain words: "Three things".', 'Readers see plain words: “Three things”.'],
  ['Line 3: "date" is not a key (nor is "day").', 'Line 3: “date” is not a key (nor is “day”).'],
])('quotes around words are curly: %s', (typed, printed) => {
  expect(curlyQuotes(typed)).toBe(printed);
});

test.each([
  'Write hours and minutes with two digits each, in quotes, for example "08:30".',
  'Put it in quotes: title: "2.30".',
  'Write two times, for example hours: ["19:00", "07:30"].',
  'Write when it goes out: weekly: { every: week, on: Thursday, at: "08:30" }.',
  'Write at least one, for example slots: ["09:00", "12:30", "17:00"].',
  'A picture of 24" by 18" hangs there.',
])('quotes that an editor is to type stay straight: %s', (typed) => {
  expect(curlyQuotes(typed)).toBe(typed);
});
