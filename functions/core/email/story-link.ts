import type { EmailInput } from '#core/email/email-input';
import { links } from '#core/site/links';
import { utmLink } from '#core/site/utm-link';
import type { PublicStory } from '#core/story/story';

/**
 * Returns an email's link to a story, with UTM parameters if the rules ask for them. The email's page on the site has the plain link,
 * because its readers did not come by email. Other links of an email (personal, files, the editor's) never get parameters.
 */
export function mailedStoryLink(
  { publication, rules, page = false }: Pick<EmailInput, 'publication' | 'rules' | 'page'>,
  story: PublicStory,
): string {
  const plain = links(rules).story(story);
  return page ? plain : utmLink(plain, { source: 'email', medium: 'email', story: story.slug, publication: publication.id }, rules);
}
