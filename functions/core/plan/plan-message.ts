import type { AvailableMessage, PlanContext } from '#core/plan/plan-context';
import { emailTime } from '#core/plan/timing';
import { type Publication, publicationId } from '#core/publication/publication';
import { count } from '#core/text/wrap';

/** Plans a message: one email, which waits for a yes whatever the rules say, because no rule chose its readers. */
export function planMessage({ story, available, event }: AvailableMessage, { rules, overrides, recordsOf }: PlanContext): Publication[] {
  const id = publicationId('message', story.slug);
  const erased = (event && recordsOf.get(event))?.filter(({ channel, kind, totals }) => channel === 'email' && kind !== 'digest' && totals);
  return [
    {
      id,
      kind: 'message',
      channel: 'email',
      stories: [story.slug],
      decision: 'go',
      asks: [ALONE, ...(erased?.length ? [erasedSentence(erased.length)] : [])].join(' '),
      ...(event && { toldOf: event }),
      ...emailTime(available, { rules, override: overrides.get(id), earliest: available }),
    },
  ];
}

const ALONE = 'A message goes out only when somebody has said yes to it.';

/** Their names went with the rows of single readers. */
function erasedSentence(emails: number): string {
  return `Who got ${count(emails, 'email')} about its event has been erased since, so nobody is counted as told by ${emails === 1 ? 'it' : 'them'}.`;
}
