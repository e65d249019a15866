import type { PeerResult } from '#tests/simulation/peers';
import type { Tally } from '#tests/simulation/tally';
import type { Killed } from '#tests/simulation/task';

/** The results of a run. `left`: how many tasks were not done, because a person stopped it. */
export type Proof = { layers: Map<string, Tally>; killed: Killed[]; peers: PeerResult[]; seconds: number; left: number };

/** True when every task was done, no world broke the promise, and every mutant was found. The residue of lossy worlds is no violation. */
export function isProved({ layers, killed, left }: Proof): boolean {
  return left === 0 && [...layers.values()].every(({ violating }) => violating === 0) && killed.every(({ by }) => by !== undefined);
}

/** Returns the results as JSON, for tests and scripts. */
export function inJson({ layers, killed, peers, seconds, left }: Proof): string {
  return JSON.stringify({ seconds: Math.round(seconds), left, layers: Object.fromEntries(layers), mutants: killed, peers }, undefined, 2);
}

/** Returns the results as text, for people. */
export function inText(proof: Proof): string {
  const lines: string[] = [];
  for (const [layer, tally] of proof.layers) lines.push(...layerLines(layer, tally), '');
  lines.push(...mutantLines(proof.killed), ...peerLines(proof.peers));
  if (proof.left > 0) lines.push(`Stopped before its end: ${whole(proof.left)} tasks were not done. Above is what was seen until then.`);
  lines.push(`${Math.round(proof.seconds)} s. ${isProved(proof) ? 'The promise held.' : 'THE PROMISE IS NOT PROVED.'}`);
  return lines.join('\n');
}

const whole = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 0 });
const share = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;

function layerLines(layer: string, tally: Tally): string[] {
  const days = tally.passedMs / 86_400_000;
  const faults = Object.entries(tally.faults).map(([fault, times]) => `${fault} ${whole(times)}`);
  return [
    `${layer}: ${whole(tally.runs)} worlds, ${whole(tally.steps)} await points, ${days.toFixed(1)} simulated days`,
    ...(tally.counted > 0 ? countLines(tally) : tally.saved > 0 ? draftLines(tally) : mailLines(tally)),
    `  faults: ${faults.join(', ') || 'none'}`,
    `  VIOLATIONS: ${whole(tally.violating)}`,
    ...tally.violations.flatMap(({ replay, sentence }) => [`    ${sentence}`, `      ${replay}`]),
  ];
}

function mailLines(tally: Tally): string[] {
  return [
    `  ${whole(tally.mails)} mails, ${whole(tally.posts)} posts, ${whole(tally.held)} held, ${whole(tally.decided)} decisions of people, ${whole(tally.restored)} restores`,
    `  mailed twice after an event did not come: ${whole(tally.residue)}, and ${whole(tally.again)} because a person said “send again”`,
  ];
}

function draftLines({ saved, published }: Tally): string[] {
  return [`  ${whole(saved)} texts that writers were told are saved, ${whole(published)} stories published`];
}

function countLines({ counted }: Tally): string[] {
  return [`  ${whole(counted)} counts compared with a count of everybody`];
}

function mutantLines(killed: Killed[]): string[] {
  if (killed.length === 0) return [];
  const dead = killed.filter(({ by }) => by !== undefined);
  const lines = killed.map(
    ({ name, seeds, by }) =>
      `  ${by === undefined ? 'SURVIVED' : 'killed  '} ${whole(seeds).padStart(7)} ${name}${by === undefined ? '' : ` (${by})`}`,
  );
  return [`mutants: ${dead.length} of ${killed.length} killed; how many worlds each took`, ...lines, ''];
}

function peerLines(peers: PeerResult[]): string[] {
  if (peers.length === 0) return [];
  const rows = peers.map(
    (peer) =>
      `  ${peer.name.padEnd(24)} ${share(peer.single.violating, peer.single.runs).padStart(8)} ${share(peer.swarm.violating, peer.swarm.runs).padStart(8)} ${whole(peer.swarm.twice).padStart(8)} of ${whole(peer.swarm.mails).padStart(7)} ${whole(peer.swarm.missed).padStart(7)} ${whole(peer.swarm.afterUnsubscribe).padStart(7)}`,
  );
  return [
    'loops of others, reduced to their order of effects: worlds broken by one fault, hostile worlds broken, mails sent twice, silently missed, after unsubscribe',
    ...rows,
    '',
  ];
}
