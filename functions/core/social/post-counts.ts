import type { SocialDelivery } from '#core/social/post-ledger';

/** The counts of one social post, from its raw rows: planned = posted + refused + missed + held + open. */
export type PostsCertificate = {
  planned: number;
  posted: number;
  byTimeline: number;
  byPerson: number;
  refused: number;
  missed: number;
  held: number;
  open: number;
};

/** Counts a post's parts from its raw rows. `planned`: the number of parts. */
export function certifyPosts(planned: number, rows: ReadonlyMap<number, SocialDelivery>): PostsCertificate {
  const count: PostsCertificate = { planned, posted: 0, byTimeline: 0, byPerson: 0, refused: 0, missed: 0, held: 0, open: 0 };
  for (let part = 0; part < planned; part += 1) {
    const row = rows.get(part);
    switch (row?.state) {
      case 'posted':
        count.posted += 1;
        if (row.by === 'timeline') count.byTimeline += 1;
        if (row.by === 'person') count.byPerson += 1;
        break;
      case 'refused':
        count.refused += 1;
        break;
      case 'missed':
        count.missed += 1;
        break;
      case 'attempting':
      case 'held':
        count.held += 1;
        break;
      case 'ready':
      case undefined:
        count.open += 1;
        break;
      default:
        row satisfies never;
    }
  }
  return count;
}

/** Returns the counts as one sentence. `on`: the channel's name. */
export function postsText({ planned, posted, byTimeline, byPerson, refused, missed, held, open }: PostsCertificate, on: string): string {
  const rest = open === 0 ? [] : [`${open} still to be posted`];
  const parts = [
    `${posted} on ${on} (${posted - byTimeline - byPerson} by answer, ${byTimeline} found on the timeline${byPerson === 0 ? '' : `, ${byPerson} by a person’s word`})`,
    `${refused} refused`,
    `${missed} too late`,
    `${held} held`,
    ...rest,
  ];
  return `${planned} ${planned === 1 ? 'post' : 'posts'} planned: ${parts.join(', ')}.`;
}
