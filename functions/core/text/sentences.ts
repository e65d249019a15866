/** Splits a text into sentences. A line end also ends a sentence, as it does for readers. */
export function sentencesIn(text: string): string[] {
  return text.split(/(?<=[.!?…]["'’”)]*)\s+|\n+/u).filter((sentence) => sentence.trim() !== '');
}
