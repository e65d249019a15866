/** The rules without an address for the morning note: a run that is made for readers' mails alone writes none. Lines keep their numbers. */
export function withoutMorningSummary(rules: string): string {
  return rules.replace(/^notes_to:.*$/m, '');
}
