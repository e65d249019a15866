import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalNewsroom } from '#local/newsroom/newsroom';

/** An editor writes a file in several strokes, and saves several files at once. */
const QUIET_MS = 100;

const NEW = 'The templates are new: reload the page. What has begun to go out keeps its old look.';
const KEPT = 'Until that is put right, the templates stay as they were.';

export type Watch = {
  /** The folder of templates. */
  templates: string;
  /** Where the handlers and what is made of the templates lie: a folder of the newsroom's own, so that dist/ holds what was built. */
  live: string;
  /** Told in one line each time what has become of a change. */
  say(line: string): void;
};

/**
 * Takes each change of a template into the running newsroom: emails, posts, the site and the desk. The first takes seconds, the others
 * less than one. The pages of this machine alone (templates/local) are as they were when it started. A fault changes nothing.
 */
export async function watchTemplates(newsroom: Pick<LocalNewsroom, 'takeUp'>, { templates, live, say }: Watch) {
  let version = 0;
  let isStale = false;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;

  const takeUp = async (): Promise<void> => {
    while (isStale) {
      isStale = false;
      // The compilers take a while to load, and most who start the newsroom change no template.
      const { bundleWithoutTemplates, writeTemplates } = await import('#tools/live-templates');
      const { TemplateFault } = await import('#tools/templates');
      try {
        await folders.follow();
        await writeTemplates(templates, live);
        if (version === 0) await bundleWithoutTemplates(live);
        version += 1;
        await newsroom.takeUp(live, version);
        say(NEW);
      } catch (error) {
        // Whatever it is, the newsroom goes on: the next change is another try.
        say(error instanceof TemplateFault ? `${error.message} ${KEPT}` : `The templates cannot be used: ${String(error)}`);
      }
    }
  };
  const folders = watchFolders(templates, () => {
    isStale = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      work ??= takeUp().finally(() => {
        work = undefined;
      });
    }, QUIET_MS);
  });
  // A machine may have no watches left: the newsroom opens all the same.
  await folders.follow().catch((error: unknown) => say(`A changed template is seen after the next start only: ${String(error)}`));
  return {
    /** Finishes what is under way. */
    stop: async () => {
      folders.close();
      clearTimeout(timer);
      isStale = false;
      await work;
    },
  };
}

/**
 * Each folder by itself: where Node watches a tree, on Linux, it no longer sees a file that an editor has put in the place of the old,
 * as most do when they save.
 */
function watchFolders(root: string, changed: () => void) {
  const watchers = new Map<string, FSWatcher>();
  return {
    /** Begins to watch the folders that are new. */
    follow: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const there = new Set([root, ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))]);
      for (const [folder, watcher] of watchers) {
        if (there.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of there) {
        if (watchers.has(folder)) continue;
        const watcher = watch(folder, (_, file) => /\.(hbs|scss)$|^[^.]*$/.test(file ?? '') && changed());
        // On some systems a folder that is taken away is an error of its watcher.
        watchers.set(folder, watcher.on('error', changed));
      }
    },
    close: () => {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
