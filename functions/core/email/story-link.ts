import type { EmailInput } from '#core/email/email-input';
import { links } from '#core/site/links';
import { utmLink } from '#core/site/utm-link';
import type { Story } from '#core/story/story';

/**
 * Where an email leads for a story. Its page does so by the plain link: whoever follows one within the site did not come by email.
 * All other links of an email, to us or to others, stay as they are: they are the reader's own, files, or the editor's words.
 */
export function mailedStoryLink(
  { publication, rules, page = false }: Pick<EmailInput, 'publication' | 'rules' | 'page'>,
  story: Story,
): string {
  const plain = links(rules).story(story);
  return page ? plain : utmLink(plain, { source: 'email', medium: 'email', story: story.slug, publication: publication.id }, rules);
}
