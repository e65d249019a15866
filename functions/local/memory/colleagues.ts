import { type ColleagueList, colleagueAddress } from '#core/desk/colleagues';
import type { Accounts, Colleagues } from '#ports';

export function memoryColleagues(): Colleagues {
  let kept: ColleagueList | undefined;
  return {
    read: async () => kept,
    replace: async ({ version, people }) => {
      if ((kept?.version ?? 0) !== version) return 'stale';
      kept = { version: version + 1, people: [...people] };
      return 'replaced';
    },
  };
}

/** Accounts in memory. `invited` gets each address to which an invitation goes; `signedIn`: whoever has a password of their own. */
export function memoryAccounts({ invited, signedIn }: { invited: string[]; signedIn: ReadonlySet<string> }): Accounts {
  const closed = new Map<string, boolean>();
  const stateOf = (address: string) => (closed.get(address) ? 'closed' : signedIn.has(address) ? 'open' : 'invited');
  return {
    all: async () => [...closed.keys()].map((address) => ({ address, state: stateOf(address) })),
    open: async (typed) => {
      const address = colleagueAddress(typed);
      closed.set(address, false);
      if (!signedIn.has(address)) invited.push(address);
    },
    close: async (typed) => {
      const address = colleagueAddress(typed);
      if (closed.has(address)) closed.set(address, true);
    },
  };
}
