import { Hono } from 'hono';
import PostalMime from 'postal-mime';
import { Temporal } from 'temporal-polyfill';
import { mailTag } from '#core/delivery/mail-tag';
import { nhsDateTime } from '#core/time/nhs-dates';
import { localPage, type Shown } from '#local/pages/local-page';
import type { MailRow } from '#local/ses/mailbox';
import { framedMail } from '#web/desk/framed-mail';
import { MAIL_POLICY } from '#web/headers';
import { readWritten } from '#web/read-content';

const PAGE = 50;

/** Shows every mail that the local SES accepted: as a list, as its reader sees it, and byte for byte. */
export function inboxRoutes(newsroom: Shown): Hono {
  const app = new Hono();
  const mailOf = async (id: string) => {
    const raw = await newsroom.ses.raw(id);
    const row = (await newsroom.ses.mails()).find((mail) => mail.id === id);
    return raw && row && { raw, row, parsed: await PostalMime.parse(raw) };
  };
  const when = (row: MailRow) => nhsDateTime(Temporal.Instant.from(row.at).toZonedDateTimeISO(newsroom.timezone));

  app.get('/inbox.json', async (c) => {
    const mails = await newsroom.ses.mails();
    return c.json(mails.map(({ id, at, to, subject, publication }) => ({ id, at, to: to.join(', '), subject, publication })));
  });

  app.get('/inbox', async (c) => {
    const mails = (await newsroom.ses.mails()).reverse();
    const pages = Math.max(1, Math.ceil(mails.length / PAGE));
    const page = Math.min(pages, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1));
    const shown = mails.slice((page - 1) * PAGE, page * PAGE);
    const view = {
      count: mails.length.toLocaleString('en-GB'),
      one: mails.length === 1,
      mails: shown.map((mail) => ({ url: `/local/inbox/${mail.id}`, to: mail.to.join(', '), subject: mail.subject, when: when(mail) })),
      page,
      pages,
      newer: page > 1 ? page - 1 : undefined,
      older: page < pages ? page + 1 : undefined,
    };
    return c.html(await localPage(newsroom, 'inbox', view, { title: 'Inbox', current: '/local/inbox', wide: true }));
  });

  app.get('/inbox/:file{.+\\.eml}', async (c) => {
    const id = c.req.param('file').slice(0, -'.eml'.length);
    const raw = await newsroom.ses.raw(id);
    if (!raw) return c.notFound();
    return c.body(new Uint8Array(raw), 200, {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${id}.eml"`,
    });
  });

  app.get('/inbox/:id/mail.html', async (c) => {
    const mail = await mailOf(c.req.param('id'));
    if (!mail) return c.notFound();
    const { rules } = await readWritten(newsroom.world);
    return c.html(framedMail(mail.parsed.html ?? '', rules?.site ?? ''), 200, { 'Content-Security-Policy': MAIL_POLICY });
  });

  app.get('/inbox/:id', async (c) => {
    const mail = await mailOf(c.req.param('id'));
    if (!mail) return c.notFound();
    const { raw, row, parsed } = mail;
    const { rules } = await readWritten(newsroom.world);
    const url = `/local/inbox/${row.id}`;
    const text = raw.toString('latin1');
    const view = {
      url,
      frame: `${url}/mail.html`,
      subject: row.subject,
      from: `${parsed.from?.name ?? ''} <${parsed.from?.address ?? ''}>`,
      to: row.to.join(', '),
      when: when(row),
      // A transactional email has no page on the desk. Its tag still has the older word `letter`.
      publication: row.publication &&
        mailTag(row.tags)?.kind !== 'transactional' && {
          id: row.publication,
          url: `/desk/publications/${encodeURIComponent(row.publication)}`,
        },
      site: rules?.site,
      text: parsed.text,
      headers: text.slice(0, Math.max(0, text.indexOf('\r\n\r\n'))),
      calendars: parsed.attachments
        .filter(({ mimeType }) => mimeType === 'text/calendar')
        .map(({ filename, content }) => ({ filename, text: typeof content === 'string' ? content : new TextDecoder().decode(content) })),
    };
    return c.html(await localPage(newsroom, 'mail', view, { title: row.subject, current: '/local/inbox', wide: true }));
  });
  return app;
}
