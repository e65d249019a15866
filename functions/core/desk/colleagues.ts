// Who may use the desk, and for what.

/** What a colleague may do. Whoever is let in may look at all that shows nobody's details, and may pause what goes out. */
export const RIGHTS = ['writes', 'approves', 'sees-people', 'changes-colleagues'] as const;
export type Right = (typeof RIGHTS)[number];

/** `address`: in small letters, as the issuer knows the person. */
export type Colleague = { address: string; name: string; rights: readonly Right[] };

/** Everybody who is let in. `version` rises by one with each change; before the first there is no list. */
export type ColleagueList = { version: number; people: readonly Colleague[] };

/** So many at least may change rules and colleagues: when one is away, the other one can still let somebody in. */
const FEWEST = 2;

/** What a sentence says of one right: of one colleague, and of several. */
const WORDS: Record<Right, { does: string; do: string }> = {
  writes: { does: 'writes', do: 'write' },
  approves: { does: 'approves and sends', do: 'approve and send' },
  'sees-people': { does: 'sees people', do: 'see people' },
  'changes-colleagues': { does: 'changes rules and colleagues', do: 'change rules and colleagues' },
};

/** Returns an address as the list has it. */
export function colleagueAddress(address: string): string {
  return address.trim().toLowerCase();
}

/**
 * Returns who somebody who has signed in is on the desk; undefined when they are not let in. Without a list everybody who can sign in has
 * every right: so it was before there were lists.
 */
export function colleagueOf(list: ColleagueList | undefined, address: string): Colleague | undefined {
  const wanted = colleagueAddress(address);
  if (list === undefined) return { address: wanted, name: wanted, rights: RIGHTS };
  return list.people.find((one) => one.address === wanted);
}

/** Returns the list with one more colleague; undefined when they are on it. */
export function withColleague({ version, people }: ColleagueList, added: Colleague): ColleagueList | undefined {
  if (people.some(({ address }) => address === added.address)) return undefined;
  return { version, people: [...people, added] };
}

/** Returns the list with this colleague's name and rights. `too few`: nobody, or only one, would be left to change colleagues. */
export function withChanged({ version, people }: ColleagueList, changed: Colleague): ColleagueList | 'too few' {
  return unlessTooFew(people, { version, people: people.map((one) => (one.address === changed.address ? changed : one)) });
}

/** Returns the list without this colleague. `too few`: nobody, or only one, would be left to change colleagues. */
export function withoutColleague({ version, people }: ColleagueList, address: string): ColleagueList | 'too few' {
  return unlessTooFew(people, { version, people: people.filter((one) => one.address !== address) });
}

/** A newsroom begins with one who may. Then a change may not make them fewer, until there are two. */
function unlessTooFew(before: readonly Colleague[], after: ColleagueList): ColleagueList | 'too few' {
  const left = holdersOf('changes-colleagues', after.people).length;
  return left < FEWEST && left < holdersOf('changes-colleagues', before).length ? 'too few' : after;
}

export function holdersOf(right: Right, people: readonly Colleague[]): Colleague[] {
  return people.filter(({ rights }) => rights.includes(right));
}

/** "writes, approves and sends" or "only looks": what a colleague may do, after their name. */
export function rightsSentence(rights: readonly Right[]): string {
  const words = RIGHTS.filter((right) => rights.includes(right)).map((right) => WORDS[right].does);
  return words.length === 0 ? 'only looks' : words.join(', ');
}

/** "Only colleagues who approve and send can do this. Ask Ada or Ben." */
export function whoMaySentence(right: Right, people: readonly Colleague[]): string {
  return `Only colleagues who ${WORDS[right].do} can do this. ${askSentence(right, people)}`;
}

/** "Ask Ada or Ben." With nobody who may, it names who can give the right to somebody. */
export function askSentence(right: Right, people: readonly Colleague[]): string {
  const holders = holdersOf(right, people);
  if (holders.length > 0) return `Ask ${eitherOf(holders)}.`;
  const givers = holdersOf('changes-colleagues', people);
  if (givers.length === 0) return 'Nobody has this right. Ask whoever set up this newsroom.';
  return `Nobody has this right now. ${eitherOf(givers)} can give it to somebody.`;
}

/** "Ada, Ben or Cy" */
export function eitherOf(people: readonly Colleague[]): string {
  const names = people.map(({ name }) => name);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
