// Checks that tags close in the order in which they opened, in a browser's view of the mail and in Outlook's.

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);

/** Returns a sentence for each unbalanced tag, in the web view and in Outlook's, which includes `[if mso]` comments. */
export function unbalanced(html: string): string[] {
  const web = html.replace(/<!--\[if !mso\]><!-->|<!--<!\[endif\]-->/g, '').replace(/<!--[\s\S]*?-->/g, '');
  const outlook = html
    .replace(/<!--\[if !mso\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, '')
    .replace(/<!--\[if [^\]]*mso[^\]]*\]>|<!\[endif\]-->/g, '')
    .replace(/<!--[\s\S]*?-->/g, '');
  return [...openIn(web).map((fault) => `In the web view, ${fault}`), ...openIn(outlook).map((fault) => `In Outlook, ${fault}`)];
}

function openIn(html: string): string[] {
  const open: string[] = [];
  for (const [, closing, tag = '', self] of html.matchAll(/<(\/?)([a-z][\w:-]*)(?:"[^"]*"|[^">])*?(\/?)>/gi)) {
    const name = tag.toLowerCase();
    if (VOID.has(name) || self) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) return [`</${name}> closes what was not opened.`];
  }
  return open.map((name) => `<${name}> is never closed.`);
}
