// The mechanical checklist for emails: each item a rule, each rule on the bytes that readers get.
import { calendarRules } from '#tests/email-checklist/calendar';
import { headerRules } from '#tests/email-checklist/headers';
import { htmlRules } from '#tests/email-checklist/html';
import { mimeRules } from '#tests/email-checklist/mime';
import { openMail } from '#tests/email-checklist/opened-mail';
import type { Rule } from '#tests/email-checklist/rule';
import { textRules } from '#tests/email-checklist/text';

export type Finding = { rule: string; level: Rule['level']; what: string };

export const emailRules: readonly Rule[] = [...headerRules, ...mimeRules, ...htmlRules, ...textRules, ...calendarRules];

/** What is wrong with a message, given its bytes. A mail may go out when there is no finding of level `B`. */
export async function checkEmail(raw: Uint8Array): Promise<Finding[]> {
  const mail = await openMail(raw);
  return emailRules.flatMap((rule) => rule.check(mail).map((what) => ({ rule: rule.id, level: rule.level, what })));
}

/** Only what blocks: for a test that makes an email and says `expect(await blocking(message)).toEqual([])`. */
export async function blocking(raw: Uint8Array): Promise<Finding[]> {
  return (await checkEmail(raw)).filter((finding) => finding.level === 'B');
}
