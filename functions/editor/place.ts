// A place in a text that somebody goes on writing: it stays between the same letters.

/** Returns where a place is after a change of the text. */
export function movedPlace(at: number, before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  if (at <= same) return at;
  let rest = 0;
  while (rest < most - same && before.at(-1 - rest) === after.at(-1 - rest)) rest += 1;
  // What stood around the place was written anew: it is at the end of that.
  return Math.max(at, before.length - rest) + after.length - before.length;
}

/** Follows a place in a field. `leave` ends that, and returns where it is. */
export function followPlace(field: HTMLTextAreaElement, at: number): { leave(): number } {
  let [place, text] = [at, field.value];
  const follow = () => {
    place = movedPlace(place, text, field.value);
    text = field.value;
  };
  field.addEventListener('input', follow);
  return {
    leave: () => {
      field.removeEventListener('input', follow);
      follow();
      return place;
    },
  };
}
