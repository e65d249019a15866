export type RawHeader = { name: string; value: string };

/** Returns the header fields of a raw mail, unfolded and in order. Bytes above 127 become Latin-1 characters. */
export function headersOf(raw: Buffer): RawHeader[] {
  const block = raw.subarray(0, endOfHeaders(raw)).toString('latin1');
  const headers: RawHeader[] = [];
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) last.value += line;
    else if (colon > 0) headers.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  return headers;
}

/** Returns the value of the first header with this name, which is given in lower case. */
export function headerOf(headers: RawHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

function endOfHeaders(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((gap) => raw.indexOf(gap)).filter((end) => end >= 0);
  return Math.min(raw.length, ...ends);
}

/** Returns the length of the longest line in bytes, without its line end. */
export function longestLine(raw: Buffer): number {
  let longest = 0;
  for (let start = 0; start < raw.length; ) {
    const feed = raw.indexOf(10, start);
    const end = feed < 0 ? raw.length : feed;
    longest = Math.max(longest, raw[end - 1] === 13 ? end - start - 1 : end - start);
    start = end + 1;
  }
  return longest;
}
