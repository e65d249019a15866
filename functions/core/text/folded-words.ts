/** Returns the words of a text without accents in lower case: `Café opens` gives `cafe` and `opens`. */
export function foldedWords(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{Mc}]*/gu) ?? []
  );
}
