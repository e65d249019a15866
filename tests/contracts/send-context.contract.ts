import { describe, expect, test } from 'vitest';
import type { AudienceChunk } from '#core/delivery/ledger';
import type { PublicationRecord } from '#core/publication/publication';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { World } from '#ports';
import { at, publicationId } from '#tests/contracts/ids';
import { written } from '#tests/contracts/written';
import { london } from '#tests/core/samples';

const ALERT = publicationId('alert-a');
const record: PublicationRecord = {
  id: ALERT,
  kind: 'alert',
  channel: 'email',
  due: london('2019-09-12T09:00'),
  stories: [],
  decision: 'go',
  state: 'sending',
  version: 0,
};
const audienceChunk: AudienceChunk = {
  publication: ALERT,
  chunk: 3,
  group: 20,
  members: [{ subscriber: 'a'.repeat(32) as Subscriber['id'], mail: 'm' }],
  last: undefined,
  end: false,
  closed: false,
};

/** The contract of every `SendContext`: it returns what its stores hold. `open` returns the stores empty. */
export function sendContextContract(
  name: string,
  open: () => Promise<Pick<World, 'sendContext' | 'publications' | 'ledger' | 'switches'>>,
): void {
  describe(`the send context ${name}`, () => {
    test('the send context of an unknown publication is empty', async () => {
      const { sendContext } = await open();
      expect(await sendContext.read(ALERT, 3)).toEqual({});
    });

    test('the send context holds the publication and exactly the chunk that is asked for', async () => {
      const { sendContext, publications, ledger } = await open();
      await publications.add(record);
      await ledger.addChunk(audienceChunk);
      await ledger.addChunk({ ...audienceChunk, chunk: 4 });
      expect(written(await sendContext.read(ALERT, 3))).toEqual(written({ record, audienceChunk }));
      expect(written(await sendContext.read(publicationId('alert-b'), 3))).toEqual({});
    });

    test.each(['everything', 'email', ALERT] as const)('the send context says at once that %s is paused', async (what) => {
      const { sendContext, switches } = await open();
      await switches.pause(what, 'a question');
      expect(await sendContext.read(ALERT, 3)).toEqual({ paused: 'a question' });
      await switches.resume(what);
      expect(await sendContext.read(ALERT, 3)).toEqual({});
    });

    test('the send context of an email says that the email is cancelled, and ignores a pause of X', async () => {
      const { sendContext, switches } = await open();
      await switches.pause('x', 'the key is revoked');
      await switches.cancel(ALERT, 'Sam', at('2019-09-12T08:00:00Z'));
      const { paused, cancelled } = await sendContext.read(ALERT, 3);
      expect([paused, cancelled?.by]).toEqual([undefined, 'Sam']);
    });
  });
}
