// Straight quotes are right where an editor types them, as in YAML, and curly ones in a sentence on a page or in an email.

/** `"words"` in a sentence. What an editor is to type stands behind a key or `for example`, or inside brackets, and stays as it is. */
const QUOTED = /(?<=^|[\s(])(?<!(?:: |[{,] |\bexample )[a-z_]+: |\bfor example )"([^"\n]+)"(?=[\s.,;:?!)]|$)(?![^[\]]*\])/gu;

/** Returns a sentence with its quotes as they are printed: “words” in place of `"words"`. What an editor is to type keeps straight ones. */
export function curlyQuotes(sentence: string): string {
  return sentence.replace(QUOTED, '“$1”');
}
