const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `12 minutes ago`, in the largest unit of which there is at least one. */
export function ageInWords(ms: number): string {
  for (const [unit, length] of UNITS) {
    const many = Math.floor(ms / length);
    if (many >= 1) return `${many} ${unit}${many === 1 ? '' : 's'} ago`;
  }
  return 'less than a minute ago';
}
