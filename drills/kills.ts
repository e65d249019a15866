import { setTimeout as pause } from 'node:timers/promises';
import { contentFolder } from './content.ts';
import { mailCounter } from './outside.ts';
import { type Spawned, startNewsroom, untilDone } from './spawned.ts';
import type { Drill } from './verdict.ts';
import { wholeSend } from './whole-send.ts';

const SIZES = { full: { people: 5_000, kills: 50 }, short: { people: 300, kills: 5 } };
const PUBLICATION = 'alert-kills';
/** Every fifth kill comes while the newsroom is still starting; a start takes about this long. */
const START_MS = 2_500;

/** The newsroom is killed many times in the middle of one send, and started again each time. */
export const kills: Drill = async (size, say) => {
  const { people, kills } = SIZES[size];
  const folder = await contentFolder('kills', [{ slug: 'kills', published: '2027-06-02T09:00' }], people);
  let done = 0;
  const start = async (at?: string): Promise<Spawned> => {
    for (; done % 5 === 4 && done < kills; done += 1) await startNewsroom(folder, at, Math.random() * START_MS);
    const newsroom = await startNewsroom(folder, at);
    if (!newsroom) throw new Error('The newsroom did not open.');
    return newsroom;
  };
  try {
    let newsroom = await start('2027-06-02T08:50');
    const mails = mailCounter(folder.data);
    // The answer would come after the last mail: the kill comes before.
    newsroom.clock('2027-06-02T09:01').catch(() => undefined);
    while (done < kills) {
      const target = Math.floor((people * (done + Math.random())) / (kills + 1));
      for (let waited = 0; (await mails.count()) < target && waited < 60_000; waited += 5) await pause(5);
      await newsroom.stop('SIGKILL');
      done += 1;
      say(`kill ${done} of ${kills}, after ${await mails.count()} mails`);
      newsroom = await start();
    }
    const during = await mails.count();
    const state = await untilDone(newsroom, PUBLICATION, '2027-06-02T09:01');
    await newsroom.stop();
    const { certificate, checks } = await wholeSend(folder, PUBLICATION, people, state);
    return {
      certificate,
      checks: [[`The last kill came before the last mail (${during} of ${people} had gone out).`, during < people], ...checks],
    };
  } finally {
    await folder.remove();
  }
};
