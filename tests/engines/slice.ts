import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lambda gives this much of a core with 512 MB. */
export const CORE = 0.29;
const PERIOD_US = 100_000;

/** A part of the machine. `within`: the words before a command that make it run there. */
export type Slice = { within: string[]; end(): Promise<void> };

/** Makes a control group with so much of a core (of Linux, version 2 or 1). Undefined where this machine allows none. */
export async function sliceOf(core: number): Promise<Slice | undefined> {
  const name = `newsroom-check-${process.pid}`;
  const quota = String(Math.round(core * PERIOD_US));
  const kinds = [
    { folder: join('/sys/fs/cgroup', name), limits: { 'cpu.max': `${quota} ${PERIOD_US}` } },
    { folder: join('/sys/fs/cgroup/cpu', name), limits: { 'cpu.cfs_period_us': String(PERIOD_US), 'cpu.cfs_quota_us': quota } },
  ];
  for (const { folder, limits } of kinds) {
    try {
      await mkdir(folder);
      for (const [file, value] of Object.entries(limits)) await writeFile(join(folder, file), value, { flag: 'r+' });
      return { within: ['sh', '-c', `echo $$ > ${folder}/cgroup.procs && exec "$@"`, 'sh'], end: () => rmdir(folder) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      await rmdir(folder).catch(() => undefined);
    }
  }
  return undefined;
}
