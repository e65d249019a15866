// P13: long or official words for which there is a plain one. Sources: docs/preflight.md.
import { openPhrases, type Phrase, phrasesIn } from '#core/preflight/phrases';
import type { PreflightRule } from '#core/preflight/rule';

const same = (find: string, put: string): Phrase => ({ find, better: put, put });

const PHRASES: readonly Phrase[] = [
  same('approximately', 'about'),
  same('in order to', 'to'),
  same('utili[sz]e', 'use'),
  same('utili[sz]es', 'uses'),
  same('utili[sz]ed', 'used'),
  same('utili[sz]ing', 'using'),
  same('utili[sz]ation', 'use'),
  same('prior to', 'before'),
  same('subsequent to', 'after'),
  same('commences', 'starts'),
  same('commenced', 'started'),
  same('commencing', 'starting'),
  same('commence', 'start'),
  same('due to the fact that', 'because'),
  same('in the event that', 'if'),
  same('at this point in time', 'now'),
  same('at the present time', 'now'),
  same('with regards? to', 'about'),
  same('in excess of', 'more than'),
  same('endeavour to', 'try to'),
  same('endeavours to', 'tries to'),
  same('endeavoured to', 'tried to'),
  same('on a daily basis', 'every day'),
  same('on a weekly basis', 'every week'),
  same('on a monthly basis', 'every month'),
  same('on a regular basis', 'regularly'),
  same('whilst', 'while'),
  same('amongst', 'among'),
  same('normally', 'usually'),
];

const OPENED = openPhrases(PHRASES);

export const plainWordsRule: PreflightRule = {
  id: 'P13',
  level: 'notes',
  why: 'Plain words are read faster, by everybody.',
  check: ({ passages }) =>
    passages.flatMap((passage) => phrasesIn(passage, OPENED, (found, better) => `“${found}” is plainer as “${better}”.`)),
};
