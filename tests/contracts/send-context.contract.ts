import { describe, expect, it } from 'vitest';
import type { ChunkHead } from '#core/delivery/ledger';
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
  fate: 'go',
  state: 'sending',
  version: 0,
};
const head: ChunkHead = {
  publication: ALERT,
  chunk: 3,
  group: 20,
  members: [{ subscriber: 'a'.repeat(32) as Subscriber['id'], mail: 'm' }],
  last: undefined,
  end: false,
  closed: false,
};

/** What every briefing keeps to: it says what the stores it reads from say. `open` gives them empty. */
export function briefingContract(name: string, open: () => Promise<Pick<World, 'briefing' | 'register' | 'ledger' | 'switches'>>): void {
  describe(`the briefing ${name}`, () => {
    it('is empty of what is not there', async () => {
      const { briefing } = await open();
      expect(await briefing.read(ALERT, 3)).toEqual({});
    });

    it('gives the publication and the very chunk', async () => {
      const { briefing, register, ledger } = await open();
      await register.add(record);
      await ledger.addHead(head);
      await ledger.addHead({ ...head, chunk: 4 });
      expect(written(await briefing.read(ALERT, 3))).toEqual(written({ record, head }));
      expect(written(await briefing.read(publicationId('alert-b'), 3))).toEqual({});
    });

    it.each(['everything', 'email', ALERT] as const)('says at once that %s is paused', async (what) => {
      const { briefing, switches } = await open();
      await switches.pause(what, 'a question');
      expect(await briefing.read(ALERT, 3)).toEqual({ paused: 'a question' });
      await switches.resume(what);
      expect(await briefing.read(ALERT, 3)).toEqual({});
    });

    it('says that it is cancelled, and heeds no pause of X', async () => {
      const { briefing, switches } = await open();
      await switches.pause('x', 'the key is revoked');
      await switches.cancel(ALERT, 'Sam', at('2019-09-12T08:00:00Z'));
      const { paused, cancelled } = await briefing.read(ALERT, 3);
      expect([paused, cancelled?.by]).toEqual([undefined, 'Sam']);
    });
  });
}
