// The checklist for emails (docs/email-checklist.md). Each rule checks the bytes that readers get.
import { calendarRules } from '#core/email-check/calendar';
import { contrastRules } from '#core/email-check/contrast';
import { headerRules } from '#core/email-check/headers';
import { htmlRules } from '#core/email-check/html';
import { linkRules } from '#core/email-check/links';
import { mimeRules } from '#core/email-check/mime';
import { type MailSetting, openMail } from '#core/email-check/opened-mail';
import { readingRules } from '#core/email-check/reading-rules';
import type { EmailRule } from '#core/email-check/rule';
import { textRules } from '#core/email-check/text';

export type EmailFinding = { rule: string; level: EmailRule['level']; fixedBy: EmailRule['fixedBy']; sentence: string };

export const emailRules: readonly EmailRule[] = [
  ...headerRules,
  ...mimeRules,
  ...htmlRules,
  ...linkRules,
  ...contrastRules,
  ...readingRules,
  ...textRules,
  ...calendarRules,
];

/** Returns every finding for a message, those that block it first. */
export function checkEmail(message: Uint8Array, setting: MailSetting): EmailFinding[] {
  const mail = openMail(message, setting);
  const found = emailRules.flatMap(({ id, level, fixedBy, check }) =>
    check(mail).map((sentence) => ({ rule: id, level, fixedBy, sentence })),
  );
  return found.toSorted((a, b) => Number(a.level === 'warns') - Number(b.level === 'warns'));
}
