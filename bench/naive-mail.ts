// The simplest way to make a mail: the template is compiled and filled for every reader.
import Handlebars from 'handlebars';
import type { ComposedMail } from '#core/mime/composed-mail';
import { splitAtPlaceholders } from '#core/mime/placeholders';
import type { Rules } from '#core/rules/rules';

/** The rows of one publication have this before its name in their key. */
export const NAIVE_ROWS = 'NAIVE#';

/** The same digest as Handlebars templates, with placeholders for the reader's data. */
export type NaiveTemplate = { from: string; subject: string; html: string; text: string; site: string };

export type NaiveReader = { address: string; name: string; unsubscribe: string; preferences: string };

const HANDLEBARS = {
  to: '{{address}}',
  greeting: 'Hello{{#if name}} {{name}}{{/if}},',
  unsubscribe: '{{unsubscribe}}',
  unsubscribeToken: '{{unsubscribe}}',
  preferences: '{{preferences}}',
};

export function naiveTemplate(mail: ComposedMail, rules: Rules): NaiveTemplate {
  return {
    from: `${rules.sender.name} <${rules.sender.address}>`,
    subject: mail.subject,
    html: opened(mail.html),
    text: opened(mail.text),
    site: rules.site,
  };
}

function opened(text: string): string {
  const { literals, placeholders } = splitAtPlaceholders(text);
  if (literals.some((literal) => literal.includes('{{'))) throw new Error('The sample holds "{{", which Handlebars would read.');
  return literals.map((literal, i) => literal + (placeholders[i] ? HANDLEBARS[placeholders[i].name] : '')).join('');
}

/** Both parts are base64, the cheapest safe encoding by hand, so this model is cheaper than a MIME library. */
export function naiveMail(template: NaiveTemplate, reader: NaiveReader): Uint8Array {
  const html = Handlebars.compile(template.html)(reader);
  const text = Handlebars.compile(template.text, { noEscape: true })(reader);
  const boundary = 'part-of-a-naive-mail';
  return Buffer.from(
    [
      `From: ${template.from}`,
      `To: ${reader.address}`,
      `Subject: =?utf-8?B?${Buffer.from(template.subject).toString('base64')}?=`,
      `List-Unsubscribe: <${reader.unsubscribe}>`,
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'MIME-Version: 1.0',
      `Content-Type: multipart/alternative; boundary="${boundary}"`,
      '',
      ...part(boundary, 'text/plain', text),
      ...part(boundary, 'text/html', html),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
    'latin1',
  );
}

function part(boundary: string, type: string, content: string): string[] {
  const encoded = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [`--${boundary}`, `Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: base64', '', encoded];
}
