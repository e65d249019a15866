// The newsroom's own sample stories, and the pictures that the test samples name.
import sharp from 'sharp';
import type { ImageFile } from '#core/image/image-file';
import type { Rules } from '#core/rules/rules';
import { readNewsroom } from '#core/story/snapshot';
import type { BlogPost, LearningEvent } from '#core/story/story';
import { readContentFolder } from '#local/content/read-folder';
import { openMemoryWorld } from '#local/memory/world';

export type SampleContent = {
  rules: Rules;
  posts: BlogPost[];
  events: LearningEvent[];
  images: ImageFile[];
  /** The bytes of every picture that may be shown, by file name. */
  pictures: Map<string, Uint8Array>;
};

export const LOGO = { src: 'logo.png', width: 480, height: 144 };

export async function sampleContent(): Promise<SampleContent> {
  const files = await readContentFolder('content', 'newsroom.yaml');
  const { world, files: written } = openMemoryWorld();
  for (const [file, bytes] of files) written.set(file, bytes);
  const sources = await world.content.read();
  const { newsroom, problems } = readNewsroom(sources);
  if (!newsroom || problems.length > 0) throw new Error(`The sample has problems: ${problems.map(({ sentence }) => sentence).join(' ')}`);
  const { rules, stories } = newsroom;
  const shown = [...files].filter(([file]) => file.startsWith('images/'));
  return {
    rules,
    posts: stories.filter((story) => story.kind === 'post'),
    events: stories.filter((story) => story.kind === 'event'),
    images: sources.images,
    pictures: new Map([
      ...shown.map(([file, bytes]): [string, Uint8Array] => [file.slice('images/'.length), bytes]),
      ['team.png', await drawn(team())],
      [LOGO.src, await drawn(logo())],
    ]),
  };
}

async function drawn(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).png({ palette: true }).toBuffer();
}

/** Draws what the samples' alt text says: twelve people around a table, looking at a chart. */
function team(): string {
  const seats = Array.from({ length: 12 }, (_, i) => {
    const angle = (i / 12) * 2 * Math.PI;
    const [x, y] = [600 + 400 * Math.cos(angle), 350 + 235 * Math.sin(angle)];
    const tone = ['#8d5524', '#c68642', '#e0ac69', '#f1c27d', '#5c3a21'][i % 5];
    const coat = ['#41748d', '#7c2855', '#005eb8', '#00664f'][i % 4];
    return `<circle cx="${x}" cy="${y + 34}" r="56" fill="${coat}"/><circle cx="${x}" cy="${y - 12}" r="36" fill="${tone}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"><rect width="1200" height="675" fill="#dfe8ec"/>
<ellipse cx="600" cy="350" rx="330" ry="175" fill="#fff" stroke="#aeb7bd" stroke-width="8"/>
<polyline points="450,410 520,370 590,385 660,320 750,285" fill="none" stroke="#005eb8" stroke-width="10"/>${seats.join('')}</svg>`;
}

function logo(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="144"><rect width="480" height="144" fill="#fff"/>
<circle cx="72" cy="72" r="58" fill="#005eb8"/><circle cx="72" cy="72" r="30" fill="#fff"/>
<g fill="#212b32"><rect x="160" y="36" width="290" height="26" rx="13"/><rect x="160" y="82" width="190" height="26" rx="13"/></g></svg>`;
}
