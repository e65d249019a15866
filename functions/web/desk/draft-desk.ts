// What all pages of a story on the desk share.
import type { Context } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import { type DraftId, type DraftVersion, hasEnded } from '#core/draft/draft';
import { nhsDateTime } from '#core/time/nhs-dates';
import { type ConsequencesWorld, fileOfDraft } from '#flow/draft/consequences';
import type { Writer } from '#flow/draft/save-draft';
import type { World } from '#ports';
import type { TemplateName } from '#templates/pages';
import { who } from '#web/desk/audit';
import type { DraftPreviewWorld } from '#web/desk/draft-preview';
import type { Frame } from '#web/desk/needs';
import { page } from '#web/page';
import { type ContentWorld, readBefore, readFor, type Written } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

export type StoriesWorld = ContentWorld &
  ConsequencesWorld &
  DraftPreviewWorld &
  Pick<World, 'drafts' | 'audit' | 'machine' | 'colleagues'>;

export type Asked = Context<WebEnv>;

/** A draft with what its pages are made from. `file`: where it is written. `now`: the moment of the request, in the rules' zone. */
export type OpenDraft = {
  draft: DraftVersion & { file: string };
  isNew: boolean;
  url: string;
  title: string;
  written: Written;
  now: Temporal.ZonedDateTime;
};

/** What a page that is not an ordinary one has: its status, its headers, its script. */
type Answer = { status?: 200 | 409 | 413 | 422; headers?: Record<string, string>; script?: string };

export type DraftDesk = {
  writer(c: Asked): Writer;
  now(c: Asked, written: Written): Temporal.ZonedDateTime;
  /** The newest version of the draft that the address names; undefined when there is none. */
  open(c: Asked): Promise<OpenDraft | undefined>;
  /** The same after the request has tried to write: as it is by now. */
  reopen(c: Asked): Promise<OpenDraft | undefined>;
  show(c: Asked, template: TemplateName & `desk/${string}`, view: object, title: string, answer?: Answer): Promise<Response>;
};

export const UNTITLED = 'Without a title';

export function draftDesk(world: StoriesWorld, frame: Frame): DraftDesk {
  const now: DraftDesk['now'] = (c, { rules }) => nowOf(c).toZonedDateTimeISO(rules?.timezone ?? 'Europe/London');
  const open: DraftDesk['open'] = async (c) => {
    const draft = await world.drafts.newest(readId(c.req.param('id')));
    if (!draft || hasEnded(draft, nowOf(c))) return undefined;
    const { written, world: asRead } = await readBefore(c, world);
    const here = now(c, written);
    const file = await fileOfDraft(asRead, draft, here);
    const isNew = draft.file === undefined;
    return { draft: { ...draft, file }, isNew, url: draftUrl(draft.draft), title: draft.title || UNTITLED, written, now: here };
  };
  return {
    now,
    open,
    async reopen(c) {
      await readFor(c, world);
      return open(c);
    },
    writer: (c) => ({ by: who(c), at: nowOf(c) }),
    async show(c, template, view, title, { status = 200, headers, script } = {}) {
      const { rules } = (await readBefore(c, world)).written;
      const around = {
        title: status === 409 ? `Error: ${title}` : title,
        rules,
        ...(await frame(c)),
        current: '/desk/stories',
        ...(script !== undefined && { script }),
      };
      return c.html(page(template, view, around), status, headers);
    },
  };
}

/** The page of a draft's form. */
export function draftUrl(id: DraftId): string {
  return `/desk/stories/${id}`;
}

export function readId(text: string | undefined): DraftId {
  // biome-ignore lint/plugin/no-cast: whatever it is, either a draft has this id or none has.
  return (text ?? '') as DraftId;
}

/** When a version was saved: `Thursday 26 November 2026 at 9:30am`. */
export function savedAt({ at }: Pick<DraftVersion, 'at'>, { timeZoneId }: Temporal.ZonedDateTime): string {
  return nhsDateTime(at.toZonedDateTimeISO(timeZoneId));
}
