import { openTokens } from '#adapters/identity/tokens';
import { composeEmail } from '#core/email/compose-email';
import { layOutMail } from '#core/email/lay-out-mail';
import { fillMail, prepareMail } from '#core/mime/mail-message';
import { links } from '#core/site/links';
import { median } from './median.ts';
import { naiveMail, naiveTemplate } from './naive-mail.ts';
import type { Site } from './site.ts';
import { type Reader, readers } from './week.ts';

/** Sizes in bytes. Composing is done once per publication and selection, everything else once per reader. */
export type RenderingFigures = {
  bytes: { html: number; text: number; message: number };
  composeMs: number;
  fillMicros: number;
  linksMicros: number;
  naiveMicros: number;
};

const SLICES = 15;

/** Measures rendering and MIME alone, warm and in this process: medians over slices, the newsroom and the naive way in turn. */
export function measureRendering({ digest }: Site, slice: number): RenderingFigures {
  const { rules, publication } = digest;
  const tokens = openTokens({ pepper: 'p'.repeat(32), keys: { 1: 'k'.repeat(32) }, current: '1' });
  const site = links(rules);
  const people = readers(slice).map((reader) => ({ ...reader, id: tokens.idOf(reader.address) }));
  const signed = ({ id }: { id: ReturnType<typeof tokens.idOf> }) => ({
    unsubscribe: site.unsubscribe(tokens.sign('unsubscribe', id)),
    preferences: site.preferences(tokens.sign('preferences', id)),
  });
  const recipients = people.map((person): Reader & ReturnType<typeof signed> => ({
    address: person.address,
    name: person.name,
    ...signed(person),
  }));

  const compose = () => layOutMail(composeEmail(digest), rules, publication.id);
  const mail = composeEmail(digest);
  const prepared = prepareMail(compose());
  const template = naiveTemplate(mail, rules);
  const times = { compose: [] as number[], fill: [] as number[], links: [] as number[], naive: [] as number[] };
  let bytes = 0;
  for (let i = -3; i < SLICES; i += 1) {
    const took = {
      compose: timed(() => void compose()),
      fill: timed(() => {
        for (const recipient of recipients) bytes += fillMail(prepared, recipient).length;
      }),
      links: timed(() => {
        for (const person of people) bytes += signed(person).unsubscribe.length;
      }),
      naive: timed(() => {
        for (const recipient of recipients.slice(0, slice / 10)) bytes += naiveMail(template, recipient).length;
      }),
    };
    // The first slices warm the compiler up.
    if (i < 0) continue;
    times.compose.push(took.compose);
    times.fill.push((took.fill * 1000) / slice);
    times.links.push((took.links * 1000) / slice);
    times.naive.push((took.naive * 1000) / (slice / 10));
  }
  const [first] = recipients;
  if (!first || bytes === 0) throw new Error('Nothing was rendered.');
  return {
    bytes: { html: mail.html.length, text: mail.text.length, message: fillMail(prepared, first).length },
    composeMs: median(times.compose),
    fillMicros: median(times.fill),
    linksMicros: median(times.links),
    naiveMicros: median(times.naive),
  };
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
