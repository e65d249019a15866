// What the pages with a yes say of the rule of four eyes.
import type { Context } from 'hono';
import { type ColleagueList, eitherOf, holdersOf } from '#core/desk/colleagues';
import type { DraftVersion } from '#core/draft/draft';
import type { Unbegun } from '#flow/publish/approve';
import { isSamePerson, lastWriter } from '#flow/publish/last-writer';
import type { World } from '#ports';
import { who } from '#web/desk/audit';
import type { WebEnv } from '#web/request';

/**
 * Returns why the colleague of this request may not say yes to a publication, and whom to ask; undefined when they may, as far as this rule
 * goes. `draft`: words that are about to be published.
 */
export async function ownWords(
  world: Pick<World, 'drafts' | 'colleagues'>,
  c: Context<WebEnv>,
  one: Pick<Unbegun, 'publication' | 'planned'>,
  draft?: DraftVersion & { file: string },
): Promise<string | undefined> {
  if (!one.planned.newsroom.rules.fourEyes) return undefined;
  const wrote = await lastWriter(world, one, draft);
  if (wrote === undefined || !isSamePerson(wrote, who(c))) return undefined;
  return `You wrote this last, and here nothing goes out that only one person has seen. ${othersSentence(await world.colleagues.read(), wrote)}`;
}

/** Whom to ask to look at it, for the colleague who let it out alone; undefined for all others. */
export async function askedToLook(
  world: Pick<World, 'colleagues'>,
  c: Context<WebEnv>,
  letOut: { by: string; seen: string | undefined } | undefined,
): Promise<string | undefined> {
  if (letOut === undefined || letOut.seen !== undefined || !isSamePerson(letOut.by, who(c))) return undefined;
  return othersSentence(await world.colleagues.read(), letOut.by);
}

function othersSentence(list: ColleagueList | undefined, writer: string): string {
  if (list === undefined) return 'Ask a colleague to look at it and say yes.';
  const others = holdersOf('approves', list.people).filter(({ address }) => !isSamePerson(address, writer));
  if (others.length === 0) return 'Nobody else is let in who approves and sends: let somebody in on Colleagues.';
  return `Ask ${eitherOf(others)} to look at it and say yes.`;
}
