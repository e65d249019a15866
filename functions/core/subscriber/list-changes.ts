import { people } from '#core/publication/names';

/** How the list changed in some time: people who joined, left, whose address takes no mail any more, or who reported an email of ours. */
export type ListChanges = { joined: number; left: number; bounced: number; complained: number };

/** Says how the list changed; undefined when it did not. */
export function listChangesSentence({ joined, left, bounced, complained }: ListChanges): string | undefined {
  const said = [
    joined > 0 && `${people(joined)} joined`,
    left > 0 && `${people(left)} left`,
    bounced > 0 &&
      (bounced === 1 ? '1 address takes no mail any more' : `${bounced.toLocaleString('en-GB')} addresses take no mail any more`),
    complained > 0 && `${people(complained)} reported an email of ours as unwanted`,
  ].filter((one) => one !== false);
  const last = said.pop();
  if (last === undefined) return undefined;
  return said.length === 0 ? `${last}.` : `${said.join(', ')} and ${last}.`;
}
