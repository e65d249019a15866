// The loop that people write first, as a Lambda with the same SDKs and bundling. For each reader it compiles and fills the template,
// puts a row, calls SES and updates the row. It claims nothing, and after a crash it would send mails twice.
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { naiveMail } from './naive-mail.ts';
import { configurationSet, inLanes, sendNaively, template } from './naive-sending.ts';
import type { Reader } from './week.ts';

export type NaiveJob = { publication: string; readers: Reader[]; width: number };

const ses = new SESClient({});

export async function handler({ publication, readers, width }: NaiveJob): Promise<void> {
  await inLanes(readers, width, (reader) =>
    sendNaively(publication, reader, async (personal) => {
      const message = naiveMail(template, personal);
      const command = new SendRawEmailCommand({
        Destinations: [personal.address],
        RawMessage: { Data: message },
        ConfigurationSetName: configurationSet,
      });
      return (await ses.send(command)).MessageId ?? '';
    }),
  );
}
