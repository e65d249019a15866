// What all pages of the rules share.
import type { Context } from 'hono';
import type { Temporal } from 'temporal-polyfill';
import type { Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import type { RuleOrder } from '#core/rules-form/rule-order';
import type { OutlookWorld } from '#flow/publish/outlook';
import type { TemplateName } from '#templates/pages';
import type { ContentWorld } from '#web/read-content';
import type { WebEnv } from '#web/request';

export type Asked = Context<WebEnv>;

export const RULES = '/desk/rules';

/** Why nothing was saved. */
export type Refusal = { title: string; words: string; lines?: string[] };

/** What a page that is not an ordinary one has. `policy`: its content policy. */
type Answer = { status?: 200 | 409 | 422; policy?: string | undefined; script?: string | undefined };

/** The file at this moment. `problems`: what is wrong with it; `logos`: the pictures that can be a logo. */
export type Present = { source: SourceFile; text: string; problems: Problem[]; logos: string[]; asRead: ContentWorld & OutlookWorld };

export type RulesDesk = {
  show(c: Asked, template: TemplateName & `desk/rules${string}`, view: object, title: string, answer?: Answer): Promise<Response>;
  present(c: Asked): Promise<Present>;
  /** How a moment is written here. */
  said(c: Asked, at: Temporal.Instant): Promise<string>;
  /** The page before Save. `order`: what is to be saved, over the file that its person saw. */
  check(c: Asked, order: RuleOrder, refusal?: Refusal): Promise<Response>;
};

/** Returns the texts of a form. */
export async function fieldsOf(c: Asked): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** Reads a text that a form carries as JSON, because a form changes line ends. */
export function readText(written: string): string | undefined {
  try {
    const read: unknown = JSON.parse(written);
    return typeof read === 'string' ? read : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
