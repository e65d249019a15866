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
/** Nine in the morning in London, 2019-09-09T08:00:00Z: the first story is due. */
export const ZERO = 1_568_016_000_000;

/** What all actors of one world share. */
export type SimulationContext = {
  kernel: Kernel;
  chance: Chance;
  scenario: Scenario;
  checker: Checker;
  protocol: Protocol;
  stores: Stores;
  mail: MailProvider;
  social: SocialProvider;
  /** Starts a process, whose calls to stores and providers can be struck. */
  spawn(name: string, work: (view: World) => Promise<void>, ended?: (error?: unknown) => void, life?: number): Process;
  /** Returns the world without faults. */
  quietly(): World;
  /** Does `what` after `ms` milliseconds. The world does not end before. */
  later(ms: number, what: () => void): void;
  /** True while the newsroom is stopped and its store is put back. */
  isClosed(): boolean;
};
