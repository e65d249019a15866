// Leaving by mail: the word that is in the link to leave stands in the subject, and whoever sends it, from whatever address, leaves.

/** Where goodbyes go: at the sender's domain, which the stack takes mail for. */
export function unsubscribeMailbox(sender: string): string {
  return `leave@${sender.slice(sender.lastIndexOf('@') + 1)}`;
}

/** What in a subject may be the word: mail programs put `Re:` before it, and people write around it. */
export function possibleTokens(subject: string): string[] {
  return subject.split(/\s+/).filter((part) => /^[\w.-]{20,300}$/.test(part));
}
