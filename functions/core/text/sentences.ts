/** Sentences, and lines, which readers take for sentences. */
export function sentencesIn(text: string): string[] {
  return text.split(/(?<=[.!?…]["'’”)]*)\s+|\n+/u).filter((sentence) => sentence.trim() !== '');
}
