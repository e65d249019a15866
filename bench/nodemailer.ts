// The same loop with nodemailer and its SES transport, which makes the MIME and calls version 2 of SES. The templates are compiled once.
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import Handlebars from 'handlebars';
import { createTransport } from 'nodemailer';
import type { NaiveJob } from './naive.ts';
import { configurationSet, inLanes, sendNaively, template } from './naive-sending.ts';

const transport = createTransport({ SES: { sesClient: new SESv2Client({}), SendEmailCommand } });
const html = Handlebars.compile(template.html);
const text = Handlebars.compile(template.text, { noEscape: true });

export async function handler({ publication, readers, width }: NaiveJob): Promise<void> {
  await inLanes(readers, width, (reader) =>
    sendNaively(publication, reader, async (personal) => {
      const { response } = await transport.sendMail({
        from: template.from,
        to: personal.address,
        subject: template.subject,
        html: html(personal),
        text: text(personal),
        list: { unsubscribe: { url: personal.unsubscribe } },
        headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        ses: { ConfigurationSetName: configurationSet },
      });
      return response;
    }),
  );
}
