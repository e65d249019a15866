/** Splits a text into sentences. A line end also ends a sentence, as it does for readers. */
export function sentencesIn(text: string): string[] {
  return text.split(/(?<=[.!?…]["'’”)]*)\s+|\n+/u).filter((sentence) => sentence.trim() !== '');
}

/** Who did something, as the beginning of a sentence. Names and addresses stay as they are; nobody's is "the programme lead". */
export function startOf(by: string): string {
  return by.replace(/^the /, 'The ');
}
