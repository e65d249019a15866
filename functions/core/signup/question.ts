// A question that every person can answer and a program must be taught first. It needs no picture, sound, script or other company.

const NUMBER_NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const THINGS = ['apples', 'books', 'cups', 'chairs', 'pens', 'stamps'];
/** The numbers from 0 to 20 in words. */
const SUMS = [
  ...NUMBER_NAMES,
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
];

/** Returns the question of a seed, and its answer. `seed`: at least eight hex digits. The same seed gives the same question. */
export function questionOf(seed: string): { question: string; answer: number } {
  const [one = 0, other = 0, thing = 0] = [seed.slice(0, 2), seed.slice(2, 4), seed.slice(4, 6)].map((digits) =>
    Number.parseInt(digits, 16),
  );
  const [first, second] = [2 + (one % 9), 1 + (other % 9)];
  const things = THINGS[thing % THINGS.length] ?? '';
  return {
    question: `You have ${NUMBER_NAMES[first]} ${things} and get ${NUMBER_NAMES[second]} more. How many ${things} have you now?`,
    answer: first + second,
  };
}

/** True when the answer is right, in digits or in words. */
export function isAnswer(seed: string, written: string): boolean {
  const typed = written.trim().toLowerCase().replace(/\.$/, '');
  const { answer } = questionOf(seed);
  return typed === SUMS[answer] || (/^\d{1,3}$/.test(typed) && Number(typed) === answer);
}
