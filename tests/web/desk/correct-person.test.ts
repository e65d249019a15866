import { describe, expect, test } from 'vitest';
import { posted } from '#tests/web/readers/subscribed';
import { sampleNewsroom } from '#tests/web/sample-newsroom';

const OURS = { 'Sec-Fetch-Site': 'same-origin' };
type Newsroom = Awaited<ReturnType<typeof sampleNewsroom>>;

const send = ({ ask }: Newsroom, path: string, fields: Record<string, string> = {}) =>
  ask(path, { method: 'POST', headers: OURS, body: new URLSearchParams(fields) });
const SOUND = { version: '1', name: 'Ama Bright', organisation: '', frequency: 'weekly', topics: 'medication', reason: 'She phoned' };
const audited = async ({ world }: Newsroom) => (await world.audit.page(undefined, 10)).entries.map(({ did, why }) => ({ did, why }));

describe('a person is corrected on the desk', () => {
  test('a person is corrected on the desk: name, organisation and fewer emails, with a reason in the audit log', async () => {
    const newsroom = await sampleNewsroom();
    const { anyone, world } = newsroom;
    expect(await newsroom.page(`/desk/people/${anyone}`)).toContain(`href="/desk/people/${anyone}/correct"`);
    expect(await newsroom.page(`/desk/people/${anyone}/correct`)).toMatch(/name="version" value="1"[\s\S]*value="each" checked/);
    const before = await world.subscribers.find(anyone);
    const answer = await send(newsroom, `/desk/people/${anyone}/correct`, SOUND);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/desk/people/${anyone}?told=corrected`]);
    const { organisation: _, ...others } = before ?? {};
    expect(await world.subscribers.find(anyone)).toEqual({
      ...others,
      name: 'Ama Bright',
      frequency: 'weekly',
      topics: ['medication'],
      version: 2,
    });
    expect(await audited(newsroom)).toEqual([{ did: 'corrected', why: 'She phoned' }]);
    expect(await newsroom.page('/desk/audit')).toContain('Corrected the details or choices of');
  });

  test('a person is corrected on the desk only with a reason, and with nothing more than they have; what was typed stays', async () => {
    const newsroom = await sampleNewsroom({ people: [{ frequency: 'events', topics: ['medication' as never] }] });
    const { anyone, world } = newsroom;
    const before = await world.subscribers.find(anyone);
    for (const [wrong, sentence] of [
      [{ frequency: 'events', reason: '' }, 'Say why'],
      [{ frequency: 'each' }, 'Choose what they have now, or less'],
      [{ frequency: 'events', topics: 'leadership' }, 'Leave at least one topic'],
    ] as const) {
      const answer = await send(newsroom, `/desk/people/${anyone}/correct`, { ...SOUND, name: 'Typed', ...wrong });
      const html = await answer.text();
      expect([answer.status, html.includes(sentence), html.includes('value="Typed"')]).toEqual([422, true, true]);
    }
    expect([await world.subscribers.find(anyone), await audited(newsroom)]).toEqual([before, []]);
  });

  test('a person is corrected on the desk only as the form showed them: after another change it comes back, and nothing is lost', async () => {
    const newsroom = await sampleNewsroom();
    const { anyone, world } = newsroom;
    const person = await world.subscribers.find(anyone);
    if (person) await world.subscribers.save({ ...person, name: 'Her own name' });
    const answer = await send(newsroom, `/desk/people/${anyone}/correct`, SOUND);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toMatch(/have changed meanwhile[\s\S]*name="version" value="2"[\s\S]*value="Her own name"/);
    expect(await audited(newsroom)).toEqual([]);
  });

  test('a person is corrected on the desk never so that somebody who gets no emails gets some', async () => {
    for (const status of ['pending', 'unsubscribed', 'bounced', 'complained'] as const) {
      const newsroom = await sampleNewsroom({ people: [{ status }] });
      const before = await newsroom.world.subscribers.find(newsroom.anyone);
      for (const path of ['correct', 'link'])
        expect((await send(newsroom, `/desk/people/${newsroom.anyone}/${path}`, SOUND)).headers.get('location')).toBe(
          `/desk/people/${newsroom.anyone}`,
        );
      await newsroom.sendAllTransactional();
      expect([await newsroom.world.subscribers.find(newsroom.anyone), newsroom.mails, await audited(newsroom)]).toEqual([before, [], []]);
    }
  });

  test('a person gets the link to their choices from the desk, once on a day, and the audit log says who sent it', async () => {
    const newsroom = await sampleNewsroom();
    const path = `/desk/people/${newsroom.anyone}`;
    expect((await send(newsroom, `${path}/link`)).headers.get('location')).toBe(`${path}?told=link`);
    expect((await send(newsroom, `${path}/link`)).headers.get('location')).toBe(`${path}?told=link-today`);
    await newsroom.sendAllTransactional();
    expect(newsroom.mails.map(({ to }) => to)).toEqual(['person0@avon.example.org']);
    expect(await audited(newsroom)).toEqual([{ did: 'sent-link', why: undefined }]);
  });

  test('somebody who has not answered gets the confirmation email again from the desk, at most three times, and is confirmed by nobody else', async () => {
    const newsroom = await sampleNewsroom({ people: [] });
    const { world, time } = newsroom;
    await newsroom.ask('/subscribe', posted({ email: 'new@example.org' }));
    await newsroom.sendAllTransactional();
    const path = `/desk/people/${world.subscribers.idOf('new@example.org')}`;
    expect(await newsroom.page(path)).toContain(`action="${path}/confirmation"`);
    expect((await send(newsroom, `${path}/confirmation`)).headers.get('location')).toBe(`${path}?told=link-today`);
    for (let day = 1; day <= 4; day += 1) {
      time.now = time.now.add({ hours: 24 });
      await send(newsroom, `${path}/confirmation`);
      await newsroom.sendAllTransactional();
    }
    expect(newsroom.mails).toHaveLength(3);
    expect(await world.subscribers.find(world.subscribers.idOf('new@example.org'))).toBeUndefined();
    expect(await newsroom.page(path)).not.toContain(`action="${path}/confirmation"`);
  });
});
