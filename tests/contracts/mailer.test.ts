import { Temporal } from 'temporal-polyfill';
import { vi } from 'vitest';
import { sesMailer } from '#adapters/ses/mailer';
import { tagValues } from '#core/delivery/mail-tag';
import { openMemoryWorld } from '#local/memory/world';
import { startSesStandIn } from '#local/ses/stand-in';
import { localAws } from '#tests/adapters/aws-environment';
import { mailerContract } from '#tests/contracts/mailer.contract';

mailerContract('in memory', async () => {
  const { world, mails } = openMemoryWorld();
  return {
    mailer: world.mailer,
    accepted: async () => mails.map(({ receipt, to, message, tag }) => ({ receipt, to, message, publication: tagValues(tag).i })),
    close: async () => undefined,
  };
});

mailerContract('SES', async () => {
  const ses = await startSesStandIn({ now: () => Temporal.Instant.from('2019-09-19T07:30:00Z') });
  localAws('SES', ses.url);
  const mailer = sesMailer({ configurationSet: 'newsroom' });
  return {
    mailer,
    accepted: async () =>
      Promise.all(
        (await ses.mails()).map(async ({ id, to, publication }) => ({
          receipt: id,
          to: to[0]!,
          message: (await ses.raw(id))!,
          publication: publication!,
        })),
      ),
    async close() {
      vi.unstubAllEnvs();
      mailer.dropIdleSockets();
      await ses.stop();
    },
  };
});
