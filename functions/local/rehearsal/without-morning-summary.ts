/** Returns the rules without `notes_to`, for runs that need the readers' emails only. Line numbers stay the same. */
export function withoutMorningSummary(rules: string): string {
  // A list may go on below its key: until the next line that begins with a key.
  return rules.replace(/^notes_to:.*(?:\r?\n(?![\w"'.]|---).*)*/m, (lines) => lines.replace(/[^\r\n]+/g, ''));
}
