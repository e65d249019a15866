import type { Contender } from './comparison.ts';

const [WIDTH, LEFT, ROW, TOP, LINE] = [740, 322, 34, 46, 16];

/**
 * Draws what an email costs each contender, as a picture for a page: a bar for each, with its ratio to ours. It has its own background.
 * Each of the notes has a line, of at most some 130 characters.
 */
export function peersPicture(comparison: readonly Contender[], notes: readonly string[]): string {
  const most = Math.max(...comparison.map(({ cpuMs }) => cpuMs));
  const bottom = TOP + comparison.length * ROW + 22;
  const height = bottom + (notes.length - 1) * LINE + 12;
  const text = (x: number, y: number, words: string, more = '') => `<text x="${x}" y="${y}"${more}>${escaped(words)}</text>`;
  const bars = comparison.flatMap(({ name, cpuMs, timesCpu }, i) => {
    const y = TOP + i * ROW;
    const width = Math.round(((WIDTH - LEFT - 160) * cpuMs) / most);
    const figure = `${cpuMs.toFixed(2)} ms${i === 0 ? '' : `, ${timesCpu.median.toFixed(1)} times`}`;
    return [
      text(LEFT - 10, y + 19, name, ' text-anchor="end"'),
      `<rect x="${LEFT}" y="${y + 4}" width="${width}" height="22" rx="3" fill="${i === 0 ? '#005eb8' : '#aeb7bd'}"/>`,
      text(LEFT + width + 8, y + 19, figure, i === 0 ? ' font-weight="700"' : ''),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>What an email costs, beside what people use instead</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    '<g font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="14" fill="#212b32">',
    text(16, 28, 'CPU of one email of the same digest, over TLS', ' font-size="16" font-weight="700"'),
    ...bars,
    ...notes.map((note, i) => text(16, bottom + i * LINE, note, ' font-size="11" fill="#4c6272"')),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
