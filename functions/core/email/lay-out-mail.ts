import type { ComposedMail } from '#core/mime/composed-mail';
import { layOutListMail } from '#core/mime/mail-message';
import type { PublicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { links } from '#core/site/links';
import { unsubscribeMailbox } from '#core/subscriber/unsubscribe-mail';

/** Returns a publication's mail as a whole message with placeholders: from the sender in the rules, to the site's list. */
export function layOutMail(mail: ComposedMail, rules: Rules, publication: PublicationId): string {
  const site = links(rules);
  return layOutListMail(mail, {
    sender: rules.sender,
    list: {
      name: rules.name,
      id: `newsletter.${new URL(rules.site).hostname}`,
      help: site.home,
      archive: site.storyList,
      unsubscribeMailbox: unsubscribeMailbox(rules.sender.address),
    },
    named: publication,
  });
}
