/** Returns what is wrong with a sender's address for a newsroom that sends from `domain`: SES lets it use that domain and no other. */
export function senderFault(address: string, domain: string): string | undefined {
  if (address.slice(address.lastIndexOf('@') + 1).toLowerCase() === domain) return undefined;
  return `The sender’s address is not at ${domain}, from which this newsroom sends: ${address}. Write one that ends with @${domain}.`;
}
