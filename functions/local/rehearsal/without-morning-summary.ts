/** Returns the rules without `notes_to`, for runs that need the readers' emails only. Line numbers stay the same. */
export function withoutMorningSummary(rules: string): string {
  return rules.replace(/^notes_to:.*$/m, '');
}
