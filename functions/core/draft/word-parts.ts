// The parts of a Word file that hold words, unpacked within limits: a small file may unpack to gigabytes.
import { Unzip, UnzipInflate } from 'fflate';

/** Forty pages have about a megabyte of XML. */
const MOST_BYTES = 12_000_000;
/** Smaller pieces could not grow far beyond the limit before it is checked. */
const PIECE_BYTES = 4096;
const MOST_PARTS = 200;
/** Each paragraph has some tens of tags. */
const MOST_TAGS = 200_000;

export type WordParts = { parts: Map<string, Uint8Array> } | { fault: 'not-zip' | 'too-large' | 'hostile' };

/** Returns the XML of a Word file by its name, without pictures, macros and themes. */
export function wordParts(bytes: Uint8Array): WordParts {
  if (!(bytes[0] === 0x50 && bytes[1] === 0x4b)) return { fault: 'not-zip' };
  const parts = new Map<string, Uint8Array>();
  let [total, isBroken] = [0, false];
  const zip = new Unzip((file) => {
    if (!isWanted(file.name)) return;
    const pieces: Uint8Array[] = [];
    file.ondata = (error, piece, final) => {
      isBroken ||= error !== null;
      total += piece?.length ?? 0;
      if (error || total > MOST_BYTES) return;
      pieces.push(piece);
      if (final) parts.set(file.name, joined(pieces));
    };
    file.start();
  });
  zip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      zip.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length);
      if (total > MOST_BYTES || parts.size > MOST_PARTS) return { fault: 'too-large' };
    }
  } catch {
    // fflate throws errors of its own and plain ones of arrays: whatever it is, the file is no zip file.
    return { fault: 'not-zip' };
  }
  if (isBroken || !parts.has('[Content_Types].xml')) return { fault: 'not-zip' };
  return checked(parts);
}

/** Definitions of XML can unfold to any size, and no program writes them into a document. */
function checked(parts: Map<string, Uint8Array>): WordParts {
  let tags = 0;
  for (const part of parts.values()) {
    const text = new TextDecoder().decode(part);
    if (/<!(?:DOCTYPE|ENTITY)/iu.test(text) || text.includes('\u0000')) return { fault: 'hostile' };
    for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) tags += 1;
  }
  return tags > MOST_TAGS ? { fault: 'too-large' } : { parts };
}

function isWanted(name: string): boolean {
  return /\.(?:xml|rels)$/u.test(name) && !/^(?:customXml|docProps)\/|\/theme\//u.test(name);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
