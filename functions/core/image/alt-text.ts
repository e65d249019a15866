// What a picture shows, in words for people who cannot see it.

const FILE_NAME = /^[\w() .-]+\.(?:png|jpe?g|gif|webp|heic|bmp|tiff?)$/iu;
/** `IMG_2041`, `DSC 0012`, `WhatsApp Image 2026-11-26 at 10.04.11`, `Screenshot 2026-11-26`: names that devices give. */
const NAME_OF_A_DEVICE =
  /^(?:img|dsc[nf]?|pxl|dcim|mvimg|p|whatsapp image|screenshot|screen shot|scan|untitled|unnamed)[\s_-]*[\d\s_.:()-]*(?:at[\d\s_.:-]*)?$/iu;
const NO_WORDS =
  /^(?:an? |the |our |my |this )*(?:image|picture|photo|photograph|pic|graphic|logo|icon|screenshot|drawing|illustration|decoration|alt|alt ?text|caption|none|no|n\/?a|test|todo|tbc|x+|here)s?\s*\d*[.!]?$/iu;
const OPENING = /^(?:an? |the )?(?:image|picture|photo(?:graph)?|graphic|screenshot) (?:of|showing)\b/iu;

/** X takes no more. */
const MOST_ALT_CHARACTERS = 1_000;

/** Returns one sentence on why this says nothing of a picture; undefined if it may. */
export function altFault(alt: string): string | undefined {
  const words = alt.trim();
  if (words === '') return 'Say what the picture shows, or choose “It is only decoration”.';
  if (FILE_NAME.test(words) || NAME_OF_A_DEVICE.test(words)) return `“${words}” is the name of a file. Say what the picture shows.`;
  if (NO_WORDS.test(words) || !/\p{L}{2}/u.test(words)) return `“${words}” does not say what the picture shows. Name who or what is in it.`;
  if (OPENING.test(words)) return 'A screen reader says “image” by itself. Begin with what it shows.';
  return [...words].length > MOST_ALT_CHARACTERS
    ? `The description has ${[...words].length} characters, and may have ${MOST_ALT_CHARACTERS}. Shorten it.`
    : undefined;
}
