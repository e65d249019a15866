import type { OutlookEntry } from '#flow/publish/outlook';

/** Returns the plan for scripts: `due` is local wall-clock time with its offset and zone. */
export function planJson(entries: readonly OutlookEntry[]): object[] {
  return entries.map(({ id, kind, channel, due, went: _, ...rest }) => ({
    id,
    kind,
    channel,
    due: due.toString({ smallestUnit: 'second' }),
    ...rest,
  }));
}
