// Letting colleagues in and out of the desk, and changing what they may do.
import type { AuditAction, AuditEntry } from '#core/desk/audit-log';
import {
  type Colleague,
  type ColleagueList,
  RIGHTS,
  rightsSentence,
  withChanged,
  withColleague,
  withoutColleague,
} from '#core/desk/colleagues';
import type { Accounts, World } from '#ports';

type ColleaguesWorld = Pick<World, 'colleagues' | 'audit'>;

/** What a person at the desk decides about a colleague. `invite`: the invitation is sent once more. */
export type ColleagueChange =
  | { do: 'let-in'; colleague: Colleague }
  | { do: 'change'; colleague: Colleague }
  | { do: 'let-out'; address: string }
  | { do: 'invite'; address: string };

/**
 * `stale`: somebody has changed the list since the page was made. `too few`: nobody, or only one, would be left to change colleagues.
 * `on the list`: who is to be let in is there already. `unknown`: no colleague has that address. Nothing is done then.
 */
export type ColleagueAnswer = 'done' | 'stale' | 'too few' | 'on the list' | 'unknown';

/** Returns the list. Before there is one, it is everybody who can sign in, with every right. */
export async function presentColleagues(world: Pick<World, 'colleagues'>, accounts: Pick<Accounts, 'all'>): Promise<ColleagueList> {
  const list = await world.colleagues.read();
  if (list !== undefined) return list;
  const open = (await accounts.all()).filter(({ state }) => state !== 'closed');
  return { version: 0, people: open.map(({ address }) => ({ address, name: address, rights: RIGHTS })) };
}

/**
 * Makes the change, if the list still has the version `seen`. May throw between the list and the account; then it is repeated: who is let
 * out is refused by the list, also while their account is open, and who is on the list without an account can be invited again.
 */
export async function changeColleagues(
  world: ColleaguesWorld,
  accounts: Accounts,
  change: ColleagueChange,
  { seen, ...who }: Pick<AuditEntry, 'by' | 'at'> & { seen: number },
): Promise<ColleagueAnswer> {
  const list = await presentColleagues(world, accounts);
  if (list.version !== seen) return 'stale';
  const { address } = 'colleague' in change ? change.colleague : change;
  const isThere = list.people.some((one) => one.address === address);
  if (change.do === 'let-in' ? isThere : !isThere) return isThere ? 'on the list' : 'unknown';
  const after = changed(list, change);
  if (after === undefined) return 'on the list';
  if (after === 'too few') return 'too few';
  const why = 'colleague' in change ? { why: `${change.colleague.name} ${rightsSentence(change.colleague.rights)}` } : {};
  await world.audit.record({ ...who, did: ACTIONS[change.do], to: address, ...why });
  if (after !== list && (await world.colleagues.replace(after)) === 'stale') return 'stale';
  if (change.do === 'let-in' || change.do === 'invite') await accounts.open(address);
  if (change.do === 'let-out') await accounts.close(address);
  return 'done';
}

const ACTIONS: Record<ColleagueChange['do'], AuditAction> = {
  'let-in': 'let-in',
  change: 'changed-rights',
  'let-out': 'let-out',
  invite: 'invited-again',
};

function changed(list: ColleagueList, change: ColleagueChange): ColleagueList | 'too few' | undefined {
  switch (change.do) {
    case 'let-in':
      return withColleague(list, change.colleague);
    case 'change':
      return withChanged(list, change.colleague);
    case 'let-out':
      return withoutColleague(list, change.address);
    case 'invite':
      return list;
    default:
      return change satisfies never;
  }
}
