import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalNewsroom } from '#local/newsroom/newsroom';

/** Changes within this time count as one: editors write a file in several steps, and save several files at once. */
const QUIET_MS = 100;

const NEW = 'The templates are new: reload the page. What has begun to go out keeps its old look.';
const KEPT = 'Until that is put right, the templates stay as they were.';

export type Watch = {
  /** The folder of templates. */
  templates: string;
  /** Receives the handlers and the compiled templates. It is a folder of the newsroom, because dist/ must hold what was built. */
  live: string;
  /** Called with one line about the result of each change. */
  say(line: string): void;
};

/**
 * Applies each change of a template to the running newsroom: emails, posts, the site and the desk. The first change takes seconds, later
 * ones less than one. Local pages (templates/local) change at the next start only. After a fault the old templates stay in use. `stop`
 * finishes the change under way.
 */
export async function watchTemplates(
  newsroom: Pick<LocalNewsroom, 'takeUp'>,
  { templates, live, say }: Watch,
): Promise<{ stop(): Promise<void> }> {
  let version = 0;
  let isStale = false;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;

  const takeUp = async (): Promise<void> => {
    while (isStale) {
      isStale = false;
      // The compilers load slowly, and most users of the local newsroom change no template.
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
        // The newsroom goes on after any error, and the next change tries again.
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
  // A machine may have run out of file watches: the newsroom starts all the same.
  await folders.follow().catch((error: unknown) => say(`A changed template is seen after the next start only: ${String(error)}`));
  return {
    stop: async () => {
      folders.close();
      clearTimeout(timer);
      isStale = false;
      await work;
    },
  };
}

/**
 * Watches each folder by itself. On Linux Node's recursive watch loses a file that an editor replaces, as most editors do when saving.
 */
function watchFolders(root: string, changed: () => void) {
  const watchers = new Map<string, FSWatcher>();
  return {
    /** Starts to watch new folders, and stops for those that are gone. */
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
        // On some systems the watcher of a deleted folder emits an error.
        watchers.set(folder, watcher.on('error', changed));
      }
    },
    close: () => {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
