import { channelName } from '#core/publication/names';
import type { PublicationRecord } from '#core/publication/publication';
import { nhsDateTime } from '#core/time/nhs-dates';

type PostSentences = {
  cancelled(by: string): string;
  paused(why: string): string;
  withoutImage(src: string): string;
  unknown(): string;
  held(why: string): string;
  refused(why: string): string;
  missed(waits: string | undefined): string;
};

/** Returns the plan's sentences about a post that has begun and is not complete. `part`: the first of `parts` that is not posted. */
export function postSaid(record: PublicationRecord, part: number, parts: number): PostSentences {
  const it = parts === 1 ? 'It' : `Part ${part + 1} of ${parts}`;
  const before = part === 0 ? '' : part === 1 ? ' Part 1 is on the account.' : ` Parts 1 to ${part} are on the account.`;
  const on = channelName(record.channel);
  return {
    cancelled: (by: string) => `Cancelled by ${by}${part === 0 ? ' before it was posted' : ''}.${before}`,
    paused: (why: string) => `Paused: ${why}${before}`,
    withoutImage: (src: string) => `${it} waits for its image “${src}”, which is not there. Put it back, and it goes out.`,
    unknown: () => `${on} gave no clear answer. ${it} is looked for on the account before anything is posted again.${before}`,
    held: (why: string) => `${it} is held: ${why} Look at the account: nothing is posted again by itself.${before}`,
    refused: (why: string) => `${parts === 1 ? '' : `${it} did not go out. `}${why}${before}`,
    missed: (waits: string | undefined) => {
      if (part > 0) return `${it} could not be posted within a day, so the thread ends before it.${before}`;
      const by = record.deadline ? ` by ${nhsDateTime(record.deadline.toZonedDateTimeISO(record.due.timeZoneId))}` : '';
      const cause = waits === undefined ? '' : ` ${waits}`;
      return `It was due on ${nhsDateTime(record.due)} and could not be posted${by}, so it was not sent.${cause}`;
    },
  };
}
