// Why a picture cannot be shown, each as the end of a sentence that begins with its name, with what to do.
import { kilobytes, PREPARED_MAX_BYTES } from '#core/image/prepared-image';

export const HEIC = 'is in the format of iPhones (HEIC), which few programs read. Export it as JPEG.';
export const SVG = 'is a drawing (SVG), which Gmail does not show. Export it as PNG, 1200 pixels wide.';
export const UNREADABLE = 'cannot be read as a picture. Open it in an image program, and save it again as PNG or JPEG.';
export const DAMAGED = 'is damaged. Open it in an image program, and save it again as PNG or JPEG.';
export const MOVES =
  'moves, and nobody could stop it; Outlook shows its first picture only. Save one picture of it as PNG, or link to a video.';

export function tooManyPixels(width: number, height: number): string {
  return `has ${Math.round((width * height) / 1_000_000)} million pixels. Make it smaller, for example 4000 pixels wide.`;
}

/** `sizeBytes`: of the lightest image that could be made of it. */
export function tooHeavy(sizeBytes: number, seeThrough: boolean): string {
  const remedy = seeThrough ? 'Save it with a white background instead of a transparent one.' : 'Crop it, or choose one with less in it.';
  return `has ${kilobytes(sizeBytes)} KB even when it is made as light as it can be, and may have ${kilobytes(PREPARED_MAX_BYTES)}. ${remedy}`;
}
