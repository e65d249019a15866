import type { SendContextReader, World } from '#ports';

export function memorySendContext({
  publications,
  ledger,
  switches,
}: Pick<World, 'publications' | 'ledger' | 'switches'>): SendContextReader {
  return {
    read: async (publication, chunk) => {
      const [record, audienceChunk, { paused, cancelled }] = await Promise.all([
        publications.find(publication),
        ledger.chunk(publication, chunk),
        switches.read(publication, 'email'),
      ]);
      return {
        ...(record ? { record } : {}),
        ...(audienceChunk ? { audienceChunk } : {}),
        ...(paused === undefined ? {} : { paused }),
        ...(cancelled ? { cancelled } : {}),
      };
    },
  };
}
