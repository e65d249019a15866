// Unsubscribe by email: the subject holds the token of the unsubscribe link. It counts whatever address it is sent from.

/** Returns the mailbox for unsubscribe emails, at the sender's domain, for which the stack receives mail. */
export function unsubscribeMailbox(sender: string): string {
  return `leave@${sender.slice(sender.lastIndexOf('@') + 1)}`;
}

/** Returns the parts of a subject that may be the token: mail programs put `Re:` before it, and people add words. */
export function possibleTokens(subject: string): string[] {
  return subject.split(/\s+/).filter((part) => /^[\w.-]{20,300}$/.test(part));
}
