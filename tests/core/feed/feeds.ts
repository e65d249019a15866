// One story as each kind of feed has it.

const HTML = `<p>We <b>talked</b> first.</p>
<figure class="wp-block-image"><a href="https://www.site.example/up/ward.jpg"><img src="/up/ward-300x200.jpg" alt="A nurse &amp; a chart"></a><figcaption>In <em>Bristol</em></figcaption></figure>`;

type Written = { guid?: string; title?: string; html?: string; date?: string; more?: string };

export function rssItem({
  guid = 'https://www.site.example/?p=12',
  title = 'Talking first',
  html = HTML,
  date,
  more = '',
}: Written = {}): string {
  return `<item><title>${title}</title><link>https://www.site.example/talking/</link><guid isPermaLink="false">${guid}</guid>
<pubDate>${date ?? 'Thu, 05 Sep 2019 08:00:00 +0000'}</pubDate><dc:creator><![CDATA[Sam Example]]></dc:creator><category>Medication</category>
<content:encoded><![CDATA[${html}]]></content:encoded>${more}</item>`;
}

export function rss(...items: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/">
<channel><title>The site</title>${items.join('\n')}</channel></rss>`;
}

/** A post of WordPress's export. */
export function exported(more: Written & { type?: string; status?: string } = {}): string {
  const { type = 'post', status = 'publish' } = more;
  const own = `<wp:post_type>${type}</wp:post_type><wp:status>${status}</wp:status><wp:post_date_gmt>2019-09-05 08:00:00</wp:post_date_gmt>`;
  return rssItem({ ...more, more: own + (more.more ?? '') });
}

export const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>The site</title><entry><id>http://site.example/?p=12</id><title type="html">Talking first</title>
<link rel="self" href="https://www.site.example/feed"/><link href="https://www.site.example/talking/"/><published>2019-09-05T08:00:00Z</published>
<author><name>Sam Example</name></author><category term="Medication"/><content type="html"><![CDATA[${HTML}]]></content></entry></feed>`;

/** Its text is elements of its own. */
export const ATOM_OF_ELEMENTS = ATOM.replace(
  /<content.*<\/content>/su,
  `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${HTML.replace(/<img[^>]*>/u, (img) => `${img.slice(0, -1)}/>`)}</div></content>`,
);

export const JSON_FEED = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'The site',
  items: [
    {
      id: 'https://www.site.example/?p=12',
      url: 'https://www.site.example/talking/',
      title: 'Talking first',
      content_html: HTML,
      date_published: '2019-09-05T09:00:00+01:00',
      authors: [{ name: 'Sam Example' }],
      tags: ['Medication'],
    },
  ],
});

export const WORDPRESS_JSON = JSON.stringify([
  {
    id: 12,
    guid: { rendered: 'https://www.site.example/?p=12' },
    link: 'https://www.site.example/talking/',
    date_gmt: '2019-09-05T08:00:00',
    title: { rendered: 'Talking first' },
    content: { rendered: HTML, protected: false },
    excerpt: { rendered: '<p>We talked [&hellip;]</p>' },
    _embedded: { author: [{ name: 'Sam Example' }], 'wp:term': [[{ name: 'Medication', taxonomy: 'category' }]] },
  },
]);

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
