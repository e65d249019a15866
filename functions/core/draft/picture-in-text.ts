// A picture as the text of a story has it: `![what it shows](group.png "The caption")`.

/** Returns the Markdown of a picture in a paragraph of its own. Words with signs of Markdown are shown as they were typed. */
export function pictureInText({ src, alt, caption }: { src: string; alt: string; caption: string }): string {
  const title = caption === '' ? '' : ` "${escaped(caption, /[\\"]/gu)}"`;
  return `![${escaped(alt, /[\\[\]*_`~^|!<]/gu)}](${src}${title})`;
}

/** Returns the text with the picture at its end; the same text if it has that picture already. */
export function withPicture(body: string, picture: { src: string; alt: string; caption: string }): string {
  if (body.includes(`](${picture.src}`)) return body;
  const before = body.trimEnd();
  return `${before === '' ? '' : `${before}\n\n`}${pictureInText(picture)}`;
}

/** `&amp;` would be read as `&`. */
function escaped(words: string, signs: RegExp): string {
  return words.replaceAll(signs, '\\$&').replaceAll(/&(?=#?\w+;)/gu, '\\&');
}
