// What is news of an examination for somebody who has been told of an earlier one.
import { type Examined, isWrong } from '#core/doctor/examination';

/** `wrong`: what they have not been told. `fine`: what they have been told is wrong, and is in order again. */
export type Turned = { wrong: Examined[]; fine: Examined[] };

/** `told`: the ids of what they have been told is wrong. While a thing is not known, nothing is news of it. */
export function turnedSince(verdicts: readonly Examined[], told: readonly string[]): Turned {
  return {
    wrong: verdicts.filter((one) => one.state === 'wrong' && !told.includes(one.id)),
    fine: verdicts.filter((one) => isFine(one) && told.includes(one.id)),
  };
}

/** Returns what they have been told is wrong once they have read this. */
export function toldNow(verdicts: readonly Examined[], told: readonly string[]): string[] {
  return verdicts.filter((one) => one.state === 'wrong' || (isWrong(one) && told.includes(one.id))).map(({ id }) => id);
}

function isFine({ state }: Examined): boolean {
  return state === 'in-order' || state === 'better';
}
