// A question that anyone can answer and that a machine must first be taught: no picture, no sound, no other company, no script.

const NUMBER_NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const THINGS = ['apples', 'books', 'cups', 'chairs', 'pens', 'stamps'];
/** Sums up to this are in `SUMS`. */
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

/** The question that belongs to a seed, which is at least eight hex digits, and its answer. The same seed has the same question. */
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

/** Takes digits and words, as people write them. */
export function isAnswer(seed: string, written: string): boolean {
  const typed = written.trim().toLowerCase().replace(/\.$/, '');
  const { answer } = questionOf(seed);
  return typed === SUMS[answer] || (/^\d{1,3}$/.test(typed) && Number(typed) === answer);
}
