// Makes of an uploaded picture what an email shows. Its bytes may be hostile: they are decoded by WebAssembly, which reaches nothing but
// its own memory, in a thread of their own. The thread ends with the picture, and so the memory is free again, and a decoder that hangs
// is stopped. Only pixels come out of the decoder, so nothing of what the camera wrote is in the new file.
// This file is both sides: what starts the thread, and what runs in it.
import { readFile } from 'node:fs/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeJpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import encodePng from '@jsquash/png/encode.js';
import resize, { initResize } from '@jsquash/resize';
import decodeWebp, { init as initWebpDecoder } from '@jsquash/webp/decode.js';
import { packageFile } from '#adapters/package-file';
import { CODEC_FILES } from '#adapters/picture/codec-files';
import { DAMAGED, tooHeavy } from '#core/image/picture-faults';
import { PREPARED_MAX_BYTES, PREPARED_MAX_WIDTH_PX } from '#core/image/prepared-image';
import type { PictureType } from '#core/image/uploaded-picture';
import type { PreparedPicture } from '#ports';

type Uploaded = { bytes: Uint8Array; type: PictureType };

/** The desk answers within 29 s; the largest photograph takes 5 s with the power of the Lambda. */
const MOST_MS = 20_000;
/** JPEG qualities to try in turn, as in functions/local/content/prepare-image.ts. */
const QUALITIES = [80, 72, 64, 56];
const SLOW = 'takes too long to read. Make it smaller, for example 4000 pixels wide.';
/** Says that a thread is ours: a test runner has threads, too. */
const OURS = 'newsroom-picture';

/** Shrinks a picture in a thread of its own. A decoder that breaks down breaks only the thread. */
export async function shrinkInThread(picture: Uploaded): Promise<PreparedPicture> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { [OURS]: picture } });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<PreparedPicture>((resolve) => {
      timer = setTimeout(() => resolve({ fault: SLOW }), MOST_MS);
      worker.once('message', resolve);
      worker.once('error', () => resolve({ fault: DAMAGED }));
      worker.once('exit', () => resolve({ fault: DAMAGED }));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Pixels of four bytes each: red, green, blue, and how far it is not transparent. */
class Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly colorSpace: PredefinedColorSpace = 'srgb';

  constructor(data: Uint8ClampedArray<ArrayBuffer>, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

async function shrink({ bytes, type }: Uploaded): Promise<PreparedPicture> {
  const whole = await decode({ bytes, type });
  const picture = whole && (await narrowed(whole));
  if (!picture) return { fault: DAMAGED };
  const seeThrough = isSeeThrough(picture);
  const { width, height } = picture;
  if (type !== 'jpeg') {
    await initPng(await codec(CODEC_FILES.png));
    const exact = new Uint8Array(await encodePng(picture));
    if (exact.length <= PREPARED_MAX_BYTES) return { kind: 'png', bytes: exact, width, height };
    if (seeThrough) return { fault: tooHeavy(exact.length, true) };
  }
  await initJpegEncoder(emscripten(await codec(CODEC_FILES.jpegEncoder), () => undefined));
  let jpeg = new Uint8Array();
  for (const quality of QUALITIES) {
    jpeg = new Uint8Array(await encodeJpeg(picture, { quality }));
    if (jpeg.length <= PREPARED_MAX_BYTES) return { kind: 'jpg', bytes: jpeg, width, height };
  }
  return { fault: tooHeavy(jpeg.length, false) };
}

/** Returns the pixels, upright; undefined when the file is damaged. */
async function decode({ bytes, type }: Uploaded): Promise<Pixels | undefined> {
  const input = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  let complaints = 0;
  // A decoder fills what is missing with grey, and says so here only.
  const note = () => {
    complaints += 1;
  };
  try {
    switch (type) {
      case 'jpeg': {
        await initJpegDecoder(emscripten(await codec(CODEC_FILES.jpegDecoder), note));
        const pixels = await decodeJpeg(input, { preserveOrientation: true });
        return complaints > 0 ? undefined : pixels;
      }
      case 'webp':
        await initWebpDecoder(emscripten(await codec(CODEC_FILES.webpDecoder), note));
        return await decodeWebp(input);
      case 'png':
        await initPng(await codec(CODEC_FILES.png));
        return await decodePng(input);
      default:
        return type satisfies never;
    }
  } catch {
    // Each decoder throws what it likes: an error, a trap, an exit status.
    return undefined;
  }
}

/** Returns the picture at most 1200 pixels wide: first by a whole number, each pixel the mean of a square, then by what remains. */
async function narrowed(picture: Pixels): Promise<Pixels> {
  const near = divided(picture, Math.floor(picture.width / PREPARED_MAX_WIDTH_PX));
  if (near.width <= PREPARED_MAX_WIDTH_PX) return near;
  await initResize(await codec(CODEC_FILES.resize));
  const height = Math.max(1, Math.round((near.height * PREPARED_MAX_WIDTH_PX) / near.width));
  return resize(near, { width: PREPARED_MAX_WIDTH_PX, height, method: 'lanczos3', fitMethod: 'stretch', linearRGB: false });
}

/** Colours count by how far their pixel is not transparent. Up to `by - 1` pixels at the right and at the bottom are left out. */
function divided({ data, width, height }: Pixels, by: number): Pixels {
  if (by < 2) return new Pixels(data, width, height);
  const [across, down] = [Math.floor(width / by), Math.max(1, Math.floor(height / by))];
  const out = new Uint8ClampedArray(across * down * 4);
  const rows = Math.min(by, height);
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let row = 0; row < rows; row += 1) {
        let at = ((y * by + row) * width + x * by) * 4;
        for (let column = 0; column < by; column += 1, at += 4) {
          const seen = data[at + 3] ?? 0;
          red += (data[at] ?? 0) * seen;
          green += (data[at + 1] ?? 0) * seen;
          blue += (data[at + 2] ?? 0) * seen;
          alpha += seen;
        }
      }
      const to = (y * across + x) * 4;
      const all = alpha || 1;
      out[to] = red / all;
      out[to + 1] = green / all;
      out[to + 2] = blue / all;
      out[to + 3] = alpha / (rows * by);
    }
  }
  return new Pixels(out, across, down);
}

function isSeeThrough({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}

/** Emscripten's options: the module that is compiled already, and what becomes of a line that it prints. */
function emscripten(module: WebAssembly.Module, printErr: () => void): object {
  const instantiateWasm = (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
    const instance = new WebAssembly.Instance(module, imports);
    done(instance);
    return instance.exports;
  };
  return { instantiateWasm, print: () => undefined, printErr };
}

async function codec(file: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(packageFile(file)));
}

if (workerData !== null && typeof workerData === 'object' && OURS in workerData) {
  // The codecs make these, and Node has none.
  Object.assign(globalThis, { ImageData: Pixels });
  parentPort?.postMessage(await shrink(workerData[OURS]));
}
