import type { Temporal } from 'temporal-polyfill';
import { isWanted } from '#adapters/s3/archived-event';
import type { DeliveryTag } from '#core/delivery/mail-tag';
import type { MailEvent } from '#core/delivery/ses-event';
import type { KeptMail } from '#local/memory/world';
import type { EventArchive } from '#ports';

/** Returns the event archive of a world in memory: the `Send` event of each accepted mail, at the time that `at` gives it. */
export function eventArchiveOf(mails: readonly KeptMail[], at: (mail: KeptMail) => Temporal.Instant): EventArchive {
  return {
    async *events(wanted) {
      for (const mail of mails) {
        const event: MailEvent = { kind: 'accepted', receipt: mail.receipt, at: at(mail), tag: mail.tag };
        if (isWanted(event, wanted)) yield event;
      }
    },
  };
}

/** The tag of a mail that is known to be of a publication. */
export function deliveryTag({ tag }: Pick<KeptMail, 'tag'>): DeliveryTag {
  if (tag.kind !== 'delivery') throw new Error(`This mail is no delivery but ${tag.kind}.`);
  return tag;
}
