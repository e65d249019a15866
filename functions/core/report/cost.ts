// What emails and posts cost, in thousandths of a dollar (milli-USD). What the rules do not say is not known.
import type { Certificate } from '#core/publication/delivery-counts';
import { type Cell, NOT_KNOWN } from '#core/report/table';
import type { Rules } from '#core/rules/rules';

/** `emails`: those that the mail service took. `postsMilliUsd`: the price of the posts that have begun. */
export type Spending = { emails: number; postsMilliUsd: number };

/** Returns how many emails the mail service took: it charges a second one for the same reader too. */
export function chargedOf({ accepted, twice }: Pick<Certificate, 'accepted' | 'twice'>): number {
  return accepted + twice;
}

type CostRules = Pick<Rules, 'costs'>;

/** Returns the price of this many emails; undefined while the rules name none. */
function emailsMilliUsd(emails: number, { costs }: CostRules): number | undefined {
  // So many dollars for a thousand emails are so many thousandths of a dollar for one.
  return costs?.thousandEmailsUsd === undefined ? undefined : emails * costs.thousandEmailsUsd;
}

/** The columns of what something costs. */
export const TOGETHER = 'Together ($)';
export const COST_HEAD = ['Emails ($)', 'Posts on X ($)', TOGETHER, 'Together (£)'] as const;

/** Returns what these cost, for each of the columns. While the price of emails is not known, the whole is at least that of the posts. */
export function costCells({ emails, postsMilliUsd }: Spending, rules: CostRules): Cell[] {
  const mails = emailsMilliUsd(emails, rules);
  const isWhole = mails !== undefined || emails === 0;
  const sum = postsMilliUsd + (mails ?? 0);
  const rate = rules.costs?.dollarInPounds;
  return [
    mails === undefined ? unpriced(emails) : money('$', mails),
    money('$', postsMilliUsd),
    atLeastMoney(money('$', sum), isWhole),
    rate === undefined ? NOT_KNOWN : atLeastMoney(money('£', sum * rate), isWhole),
  ];
}

function unpriced(emails: number): Cell {
  return emails === 0 ? money('$', 0) : NOT_KNOWN;
}

/** `milli`: thousandths of the currency. */
function money(sign: '$' | '£', milli: number): Cell {
  const value = milli / 1_000;
  const words = milli > 0 && milli < 10 ? `under ${sign}0.01` : `${sign}${value.toLocaleString('en-GB', TWO_DIGITS)}`;
  return { words, plain: value.toFixed(4), value };
}

const TWO_DIGITS = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;

function atLeastMoney(cell: Cell, isWhole: boolean): Cell {
  return isWhole ? cell : { ...cell, words: `at least ${cell.words}`, plain: `at least ${cell.plain}` };
}
