// The rules on the desk: newsroom.yaml as forms. Only Save changes the file, and its page says before what that does.
import { Hono } from 'hono';
import { writtenName } from '#core/image/prepared-image';
import { isNote, problemLine } from '#core/parsing/problem';
import { readRules } from '#core/rules/read-rules';
import { changedRules, changedValues, type RuleMistake, readRuleForm, ruleProblemField } from '#core/rules-form/read-rule-form';
import { type RuleOrder, readRuleOrder, tableNamed, writeRuleOrder } from '#core/rules-form/rule-order';
import { type PartName, partNamed, partTitle, rulePart } from '#core/rules-form/rule-parts';
import { readRuleLines, ruleChanges, valuesOf, withMerged, writeRuleLines } from '#core/rules-form/rule-values';
import { otherText } from '#core/story/snapshot';
import { curlyQuotes } from '#core/text/curly-quotes';
import { startOf } from '#core/text/sentences';
import { nhsDateTime } from '#core/time/nhs-dates';
import { notAsShown, shownText } from '#flow/draft/as-shown';
import type { OutlookWorld } from '#flow/publish/outlook';
import { readRulesConsequences, shownOfRules } from '#flow/rules/rules-consequences';
import { isNoText, rulesText, saveRules } from '#flow/rules/save-rules';
import type { World } from '#ports';
import { recordAudit, who } from '#web/desk/audit';
import { consequenceLine } from '#web/desk/consequences-view';
import type { Frame } from '#web/desk/needs';
import { may } from '#web/desk/rights';
import { changedMeanwhile, rulesCheck } from '#web/desk/rules-check-view';
import { type Asked, fieldsOf, type Present, type Refusal, RULES, type RulesDesk, readText } from '#web/desk/rules-desk';
import { rulesHistoryPages } from '#web/desk/rules-history';
import { LOGO, type LogoWorld, logoPages } from '#web/desk/rules-logo';
import { type LookWorld, lookPages, lookView } from '#web/desk/rules-look';
import { rulesMergePages } from '#web/desk/rules-merge';
import { fieldsView, partsView, partUrl } from '#web/desk/rules-view';
import { FRAMING_POLICY, LOOK_POLICY } from '#web/headers';
import { EDITOR, page } from '#web/page';
import { type ContentWorld, readBefore, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';

type RulesWorld = ContentWorld & OutlookWorld & LookWorld & LogoWorld & Pick<World, 'rulesHistory' | 'audit' | 'signups'>;

/** Serves the rules, their forms and their history. */
export function rulesPages(world: RulesWorld, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.route('/', lookPages(world));

  const show: RulesDesk['show'] = async (c, template, view, title, { status = 200, policy, script } = {}) => {
    const { rules } = await readFor(c, world);
    const around = {
      title: status === 200 ? title : `Error: ${title}`,
      rules,
      ...(await frame(c)),
      current: RULES,
      ...(script !== undefined && { script }),
    };
    return c.html(page(template, view, around), status, policy === undefined ? {} : { 'Content-Security-Policy': policy });
  };
  const present = async (c: Asked): Promise<Present> => {
    await readFor(c, world);
    const { world: asRead } = await readBefore(c, world);
    const { rules: source, images } = await asRead.content.read();
    return { source, text: rulesText(source), problems: readRules(source, images).problems, logos: logosOf(images), asRead };
  };
  const said: RulesDesk['said'] = async (c, at) => {
    const { rules } = (await readBefore(c, world)).written;
    return nhsDateTime(at.toZonedDateTimeISO(rules?.timezone ?? 'Europe/London'));
  };

  app.get(RULES, async (c) => {
    const { text, problems } = await present(c);
    const keys = readRuleLines(text);
    const lastGood = (await world.publications.progress())?.lastGood;
    const view = {
      flash: FLASHES.get(c.req.query('told') ?? ''),
      problems: problems.map((problem) => curlyQuotes(problemLine(problem))),
      since: problems.length > 0 && lastGood ? await said(c, lastGood.at) : undefined,
      parts: keys ? partsView(keys) : [],
      changes: may(c.get('colleague'), 'changes-colleagues'),
    };
    return show(c, 'desk/rules', view, 'The rules');
  });

  const form = async (
    c: Asked,
    part: PartName,
    { typed, mistakes = [], was }: { typed?: (name: string) => string | undefined; mistakes?: readonly RuleMistake[]; was?: string } = {},
  ) => {
    const { source, text, problems, logos } = await present(c);
    if (isNoText(source)) return c.redirect(RULES, 303);
    const seen = was ?? text;
    const keys = readRuleLines(seen);
    if (!keys) return c.redirect(`${RULES}/file`, 303);
    const { title, lede, fields } = rulePart(part, keys, logos);
    const ofFile =
      was === undefined
        ? problems.map((one) => ({ field: ruleProblemField(keys, fields, one) ?? '', sentence: curlyQuotes(one.sentence) }))
        : [];
    const all = [...mistakes, ...ofFile.filter(({ field }) => field !== '')];
    const view = {
      title,
      lede,
      url: partUrl(part),
      was: JSON.stringify(seen),
      fields: fieldsView(fields, valuesOf(keys, fields), { typed, mistakes: all }),
      errors: all,
      look:
        part === 'look'
          ? lookView(new Map([...valuesOf(keys, fields), ...(typed ? readRuleForm(fields, (name) => typed(name) ?? '').values : [])]))
          : undefined,
      logo: part === 'look' ? LOGO : undefined,
      merge: tableNamed(part) && `${RULES}/merge/${part}`,
    };
    return show(c, 'desk/rules-part', view, title, {
      status: mistakes.length > 0 ? 422 : 200,
      ...(part === 'look' && { policy: LOOK_POLICY, script: EDITOR }),
    });
  };

  const check: RulesDesk['check'] = async (c, order, refusal) => {
    const { source, text, asRead } = await present(c);
    const wanted = await textOf(order, text);
    if (wanted === undefined) return c.redirect(`${RULES}/file`, 303);
    const consequences = await readRulesConsequences({ ...asRead, signups: world.signups }, wanted, nowOf(c));
    const checked = rulesCheck(consequences, { before: text, after: wanted }, nowOf(c));
    const problems = consequences.problems.filter((one) => !isNote(one));
    const view = {
      ...titleOf(order),
      refusal,
      ...checked,
      same: wanted === text,
      problems: problems.map((problem) => curlyQuotes(problemLine(problem))),
      blocked: problems.length > 0 || checked.lost.length > 0,
      order: writeRuleOrder(ofNow(order, text)),
      again: againOf(ofNow(order, text)),
      look: order.kind === 'part' && order.part === 'look' ? lookOf(wanted) : undefined,
      shown: shownText(shownOfRules(consequences), nowOf(c)),
      file: source.file,
    };
    return show(c, 'desk/rules-check', view, 'What this change does', { status: refusal ? 409 : 200, policy: view.look && FRAMING_POLICY });
  };

  /** Returns the whole file as the order wants it; undefined when its lines cannot be taken apart, or there is no such version. */
  const textOf = async (order: RuleOrder, now: string): Promise<string | undefined> => {
    switch (order.kind) {
      case 'part': {
        // What they did not change stays as the file has it by now.
        const changed = changedValues(order.was, order.part, new Map(Object.entries(order.values)));
        return changed && changedRules(now, order.part, changed);
      }
      case 'file':
        return order.text;
      case 'merge': {
        const keys = readRuleLines(now);
        return keys && writeRuleLines(withMerged(keys, order.table, order));
      }
      case 'version':
        return (await world.rulesHistory.find(order.version))?.text;
      default:
        return order satisfies never;
    }
  };

  app.get(`${RULES}/file`, async (c) => fileForm(c));
  const fileForm = async (c: Asked, typed?: { text: string; was: string }) => {
    const { source, text, problems } = await present(c);
    if (isNoText(source)) return c.redirect(RULES, 303);
    const view = { text, was: JSON.stringify(text), ...typed, problems: problems.map((one) => curlyQuotes(problemLine(one))) };
    return show(c, 'desk/rules-file', view, 'The whole file');
  };
  app.post(`${RULES}/file`, async (c) => {
    const { text = '', was = '', do: next } = await fieldsOf(c);
    const seen = readText(was);
    if (seen === undefined) return c.redirect(`${RULES}/file`, 303);
    if (next === 'again') return fileForm(c, { text, was });
    const asTyped = text.replaceAll(/\r\n?/gu, '\n');
    // A form sends its own line ends, and the file keeps those that it has.
    return check(c, { kind: 'file', was: seen, text: seen.includes('\r\n') ? asTyped.replaceAll('\n', '\r\n') : asTyped });
  });

  app.route(
    '/',
    logoPages(world, {
      show: (c, view, how) => show(c, 'desk/rules-logo', view, 'A new logo', how),
      use: async (c, src) => check(c, { kind: 'part', was: (await present(c)).text, part: 'look', values: { 'brand.logo': src } }),
    }),
  );

  const desk = { show, present, said, check };
  app.route('/', rulesMergePages(desk));
  app.route('/', rulesHistoryPages(world, desk));

  app.post(`${RULES}/save`, async (c) => {
    const { order: written = '', shown = '' } = await fieldsOf(c);
    const order = readRuleOrder(written);
    if (!order) return c.redirect(RULES, 303);
    const { source, text, asRead } = await present(c);
    const wanted = await textOf(order, text);
    if (wanted === undefined || isNoText(source)) return c.redirect(RULES, 303);
    const save = () => saveRules(world, { text: wanted, expected: source.version }, { by: who(c), at: nowOf(c) });
    // A second press of the button, or one after a press that broke off.
    if (wanted === text) {
      await save();
      return c.redirect(`${RULES}?told=saved`, 303);
    }
    if (order.was !== text) return check(c, order, await crossed(c, order, text));
    const consequences = await readRulesConsequences({ ...asRead, signups: world.signups }, wanted, nowOf(c));
    const blocked = consequences.problems.some((one) => !isNote(one)) || consequences.lost.length > 0;
    if (blocked) return check(c, order, NOT_READY);
    const differs = notAsShown(shownOfRules(consequences), shown, nowOf(c));
    if (differs === 'all') return check(c, order, OTHER_PLAN);
    if (differs.length > 0) return check(c, order, { ...OTHER_PLAN, lines: differs.map((one) => consequenceLine(one, consequences)) });
    await recordAudit(world, c, 'changed-rules', { why: whatChanged(text, wanted) });
    if ((await save()) === 'saved') return c.redirect(`${RULES}?told=saved`, 303);
    return check(c, order, await crossed(c, order, (await present(c)).text));
  });

  const crossed = async (c: Asked, { kind, was }: RuleOrder, now: string): Promise<Refusal> => {
    const [newest] = await world.rulesHistory.page(undefined, 1);
    const by =
      newest?.text === now && newest.by !== undefined
        ? `${startOf(newest.by)} changed them on ${await said(c, newest.at)}.`
        : 'They were changed outside the desk.';
    const ofYours = kind === 'part' || kind === 'merge' ? CROSSED.words : CROSSED.wholeWords;
    return { title: CROSSED.title, words: `Nothing was saved. ${by} ${ofYours}`, lines: changedMeanwhile(was, now) };
  };

  app.get(`${RULES}/part/:id`, (c) => {
    const part = partNamed(c.req.param('id'));
    return part ? form(c, part) : c.notFound();
  });
  app.post(`${RULES}/part/:id`, async (c) => {
    const part = partNamed(c.req.param('id'));
    if (!part) return c.redirect(RULES, 303);
    const body = await c.req.parseBody({ all: true });
    const typed = (name: string) =>
      [body[name] ?? []]
        .flat()
        .filter((one) => typeof one === 'string')
        .join('\n')
        .replaceAll('\r\n', '\n');
    const was = readText(typed('was'));
    const keys = was === undefined ? undefined : readRuleLines(was);
    if (was === undefined || !keys) return c.redirect(partUrl(part), 303);
    const { fields } = rulePart(part, keys, (await present(c)).logos);
    const { values, mistakes } = readRuleForm(fields, typed);
    // Back from the page before Save: what was not changed there is as in the file.
    if (typed('do') === 'again') return form(c, part, { typed: (name) => (name in body ? typed(name) : undefined), was });
    if (mistakes.length > 0 || typed('do') === 'look') return form(c, part, { typed, mistakes, was });
    const order: RuleOrder = { kind: 'part', was, part, values: Object.fromEntries(values) };
    // What only the whole file shows, such as two reminders at the same time: the message goes to its field.
    const placed = await misplaced(c, order);
    return placed.length > 0 ? form(c, part, { typed, mistakes: placed, was }) : check(c, order);
  });

  const misplaced = async (c: Asked, order: RuleOrder & { kind: 'part' }): Promise<RuleMistake[]> => {
    const { text, logos, asRead, problems: before } = await present(c);
    const wanted = await textOf(order, text);
    const keys = wanted === undefined ? undefined : readRuleLines(wanted);
    if (wanted === undefined || !keys) return [];
    const { rules, images } = await asRead.content.read();
    const { problems } = readRules(otherText(rules, wanted), images);
    const { fields } = rulePart(order.part, keys, logos);
    const added = problems.filter((one) => !isNote(one) && !before.some(({ sentence }) => sentence === one.sentence));
    return added.flatMap((one) => {
      const field = ruleProblemField(keys, fields, one);
      return field === undefined ? [] : [{ field, sentence: curlyQuotes(one.sentence) }];
    });
  };
  return app;
}

/** The same order over the file of now: only what its person has changed is wanted of it. */
function ofNow(order: RuleOrder, now: string): RuleOrder {
  if (order.kind !== 'part') return { ...order, was: now };
  const changed = changedValues(order.was, order.part, new Map(Object.entries(order.values)));
  return { ...order, was: now, values: Object.fromEntries(changed ?? []) };
}

const FLASHES: ReadonlyMap<string, string> = new Map([
  ['saved', 'The rules are saved, and count from the next minute on. The version of before is in the history.'],
]);

const CROSSED = {
  title: 'The rules changed meanwhile',
  words: 'This page shows your change on top of that: look at it again, and press Save.',
  wholeWords:
    'Yours is the whole file, so Save would take that back: look at what you change below, and put theirs into yours first if it must stay.',
};
const NOT_READY = { title: 'It cannot be saved yet', words: 'Nothing was saved. Put right what this page says first.' };
const OTHER_PLAN = {
  title: 'What this does has changed since you looked',
  words: 'Nothing was saved. This page shows what it does now: look at it again, and press Save.',
};

function titleOf(order: RuleOrder): { heading: string; back: string } {
  switch (order.kind) {
    case 'part':
      return { heading: partTitle(order.part), back: partUrl(order.part) };
    case 'file':
      return { heading: 'The whole file', back: `${RULES}/file` };
    case 'merge':
      return { heading: partTitle(order.table), back: `${RULES}/merge/${order.table}` };
    case 'version':
      return { heading: 'Put earlier rules back', back: `${RULES}/history` };
    default:
      return order satisfies never;
  }
}

/** The form that goes back to what was typed. */
function againOf(order: RuleOrder): { action: string; fields: { name: string; value: string }[] } | undefined {
  const was = { name: 'was', value: JSON.stringify(order.was) };
  if (order.kind === 'part')
    return { action: partUrl(order.part), fields: [was, ...Object.entries(order.values).map(([name, value]) => ({ name, value }))] };
  return order.kind === 'file' ? { action: `${RULES}/file`, fields: [was, { name: 'text', value: order.text }] } : undefined;
}

/** What the audit log says of a change: the fields, without their values. */
function whatChanged(before: string, after: string): string {
  const [old, next] = [readRuleLines(before), readRuleLines(after)];
  const labels = old && next ? ruleChanges(old, next).map(({ label }) => label) : [];
  return [...new Set(labels)].join(', ') || 'Lines that no form shows';
}

/** The pictures of the look of these rules. */
function lookOf(text: string): ReturnType<typeof lookView> | undefined {
  const keys = readRuleLines(text);
  return keys && lookView(valuesOf(keys, rulePart('look', keys).fields));
}

/** Pictures that an email can show as a logo. */
function logosOf(images: readonly { src: string; fault?: string }[]): string[] {
  return images.filter(({ src, fault }) => fault === undefined && /\.(?:png|jpe?g)$/iu.test(src)).map(({ src }) => writtenName(src));
}
