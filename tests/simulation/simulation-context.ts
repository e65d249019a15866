import type { World } from '#ports';
import type { Chance } from '#tests/simulation/chance';
import type { Checker } from '#tests/simulation/checker';
import type { Kernel, Process } from '#tests/simulation/kernel';
import type { MailProvider } from '#tests/simulation/mail-provider';
import type { Protocol } from '#tests/simulation/protocol';
import type { Scenario } from '#tests/simulation/scenario';
import type { SocialProvider } from '#tests/simulation/social-provider';
import type { Stores } from '#tests/simulation/stores';

export const MINUTE = 60_000;
/** Nine in the morning in London, when the first story is due: 2019-09-09T08:00:00Z. */
export const ZERO = 1_568_016_000_000;

/** What all who act in one world share. */
export type SimulationContext = {
  kernel: Kernel;
  chance: Chance;
  scenario: Scenario;
  checker: Checker;
  protocol: Protocol;
  stores: Stores;
  mail: MailProvider;
  social: SocialProvider;
  /** The stores and providers as a process sees them, with all that lies between. */
  spawn(name: string, work: (view: World) => Promise<void>, ended?: (error?: unknown) => void, life?: number): Process;
  /** The stores themselves, with nothing between. */
  quietly(): World;
  /** Does it after so many milliseconds. The world does not end before. */
  later(ms: number, what: () => void): void;
  /** The newsroom is stopped, and its store is being put back. */
  isClosed(): boolean;
};
