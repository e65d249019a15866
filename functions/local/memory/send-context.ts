import type { Briefing, World } from '#ports';

export function memoryBriefing({ register, ledger, switches }: Pick<World, 'register' | 'ledger' | 'switches'>): Briefing {
  return {
    read: async (publication, chunk) => {
      const [record, head, { paused, cancelled }] = await Promise.all([
        register.publication(publication),
        ledger.head(publication, chunk),
        switches.read(publication, 'email'),
      ]);
      return {
        ...(record ? { record } : {}),
        ...(head ? { head } : {}),
        ...(paused === undefined ? {} : { paused }),
        ...(cancelled ? { cancelled } : {}),
      };
    },
  };
}
