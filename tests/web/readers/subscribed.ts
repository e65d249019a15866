// Fills in the sign-up form, and reads the email that follows.
import { consentVersion } from '#core/privacy/consent';
import type { Rules } from '#core/rules/rules';
import { readNewsroom } from '#core/story/snapshot';
import { RULES, type sampleNewsroom } from '#tests/web/sample-newsroom';

type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

export function rulesOf(text: string): Rules {
  const bytes = new TextEncoder().encode(text);
  const { newsroom } = readNewsroom({ rules: { file: 'newsroom.yaml', sizeBytes: bytes.length, bytes }, stories: [], images: [] });
  if (!newsroom) throw new Error('the sample rules have a problem');
  return newsroom.rules;
}
export const CONSENT_VERSION = consentVersion(rulesOf(RULES));

const fieldsOf = (fields: Record<string, string>) =>
  new URLSearchParams({ email: 'zoe@example.org', frequency: 'weekly', wording: CONSENT_VERSION, ...fields });
export const posted = (fields: Record<string, string> = {}, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: fieldsOf(fields).toString(),
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
});

/** The link of the newest transactional email, as a path. */
export function linkIn({ mails }: Newsroom): string {
  const text = new TextDecoder().decode(mails.at(-1)?.message).replaceAll('=\r\n', '').replaceAll('=2E', '.').replaceAll('=3D', '=');
  const link = /https:\/\/news\.example\.org(\/[cp]\/[\w.-]+)/.exec(text)?.[1];
  if (!link) throw new Error('the transactional email has no link');
  return link;
}

/** Fills in the form, and returns the path behind the button of the email that follows. */
export async function subscribed(newsroom: Newsroom, fields: Record<string, string> = {}): Promise<string> {
  await newsroom.ask('/subscribe', posted(fields));
  await newsroom.sendAllTransactional();
  return linkIn(newsroom);
}
