// A style block of the templates, as short as this email needs it. The head of a digest is otherwise a fifth of its bytes.

/** A rule on a line of its own, which is how the templates write them. */
const RULE = /^([^@{}\n]+)\{([^{}\n]*)\}$/gm;
const EMPTY_MEDIA = /^@media[^{}]*\{\s*\}\n/gm;

/** Returns the HTML without the rules and selectors that none of its elements can match, and without spaces that CSS does not need. */
export function withFittedStyles(html: string): string {
  const bodyAt = html.indexOf('<body');
  const head = html.slice(0, bodyAt);
  const body = html.slice(bodyAt);
  const classes = new Set([...body.matchAll(/ class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' ')));
  const tags = new Set([...body.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag = '']) => tag));
  const isThere = (selector: string) =>
    [...selector.replace(/\[[^\]]*\]|:\w+/g, '').matchAll(/(\.?)([\w-]+)/g)].every(([, dot, name = '']) =>
      (dot ? classes : tags).has(name),
    );
  const fitted = head.replace(RULE, (_, selectors: string, style: string) => {
    const needed = selectors
      .split(',')
      .map((selector) => selector.trim())
      .filter(isThere);
    return needed.length === 0 ? '' : `${needed.join(',')}{${shortest(style)}}`;
  });
  return `${fitted.replace(/\n{2,}/g, '\n').replace(EMPTY_MEDIA, '')}${body}`;
}

/** Only spaces beside a sign may go: those between two words are part of a value. */
function shortest(style: string): string {
  return style
    .trim()
    .replace(/ *([:;]) +/g, '$1')
    .replace(/ !important/g, '!important')
    .replace(/;$/, '');
}
