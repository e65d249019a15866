import type { Watch } from '#core/feed/watch';
import type { FeedWatch } from '#ports';

export function memoryFeedWatch(): FeedWatch {
  let kept: Watch | undefined;
  return {
    read: async () => kept,
    replace: async (watch) => {
      if ((kept?.version ?? 0) !== watch.version) return 'stale';
      kept = { ...watch, version: watch.version + 1 };
      return 'replaced';
    },
  };
}
