// Which words between < and > are HTML: elements of HTML and SVG, old ones too, with attributes. Others, such as `<your name>` and
// `<time and place>`, are words.

const INLINE =
  'a abbr acronym applet area audio b base basefont bdi bdo bgsound big blink br button canvas cite code col data datalist del dfn em embed font i iframe img input ins kbd keygen label link map mark marquee math meta meter nobr noembed noframes noscript object optgroup option output param picture progress q rb rp rt rtc ruby s samp script select slot small source spacer span strike strong style sub sup svg template textarea time track tt u var video wbr';
const BLOCK =
  'address article aside blockquote body caption center colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol p plaintext pre search section summary table tbody td tfoot th thead title tr ul xmp';
const SVG =
  'circle clippath defs desc ellipse filter foreignobject g image line lineargradient marker mask metadata path pattern polygon polyline radialgradient rect stop switch symbol text textpath tspan use view';

const BLOCKS = new Set(BLOCK.split(' '));
const ELEMENTS = new Set([...INLINE.split(' '), ...BLOCKS, ...SVG.split(' ')]);

/** Word writes `<o:p>`, `<w:Sdt>` and the like. */
const OFFICE = /^(?:o|w|v|m|x|st1):/u;

/** Attributes that stand without a value. */
const BARE = new Set(
  'allowfullscreen async autofocus autoplay checked compact controls default defer disabled download formnovalidate hidden inert ismap itemscope loop multiple muted nomodule noresize noshade novalidate nowrap open playsinline readonly required reversed selected webkitallowfullscreen mozallowfullscreen'.split(
    ' ',
  ),
);
const VALUES = /[^\s=<>"']+\s*=\s*(?:"[^"]*"|'[^']*'|[“”„][^“”]*[“”]|[^\s"'<>]+)/gu;

/** True for the words between < and >, both with them, of a tag: `<a href="…">`, `</p>`, `<br/>`, and also `<!DOCTYPE html>`. */
export function isTag(typed: string): boolean {
  const [, name, rest = ''] = /^<\/?((?:[a-z]+\d?:)?[a-z][a-z0-9-]*)([\s\S]*)>$/iu.exec(typed) ?? [];
  if (name === undefined) return /^<[?!]/u.test(typed);
  const element = name.toLowerCase();
  if (!ELEMENTS.has(element) && !OFFICE.test(element)) return false;
  // What is left with = or a quotation mark is an attribute that was mistyped.
  const bare = rest.replaceAll(VALUES, ' ').split(/[\s/]+/u);
  return bare.every((word) => word === '' || /[="']/u.test(word) || BARE.has(word.toLowerCase()));
}

/** True when words before and after such a tag stand on lines of their own. */
export function isBlockElement(name: string): boolean {
  return BLOCKS.has(name);
}
