// P6: words that hurt people who live with a mental health condition, with the words that mental health charities and the NHS use instead.
// Sources: docs/preflight.md. Only what those name; no word that has another meaning in these stories.
import { openPhrases, type Phrase, phrasesIn } from '#core/preflight/phrases';
import type { PreflightRule } from '#core/preflight/rule';

const CONDITION = [
  '(?:(?:severe|serious|enduring|and|chronic|long-term|clinical|postnatal|post-natal|perinatal|social|manic|paranoid|an?|the|their|his|her) )*',
  '(?:depression|anxiety|schizophrenia|psychosis|bipolar(?: disorder)?|ptsd|post-traumatic stress(?: disorder)?|ocd|adhd|dementia',
  '|anorexia|bulimia|eating disorders?|personality disorders?|anxiety disorders?|panic attacks?|hallucinations|paranoia|addiction',
  '|mental illness(?:es)?|mental ill health|mental health (?:conditions?|problems?|difficulties|issues?)|mental disorders?',
  "|mental distress|alzheimer[’']s(?: disease)?)",
].join('');

const SHORT_CONDITION = '(depression|anxiety|dementia|psychosis|schizophrenia|bipolar|ptsd|ocd)';

/** What follows a noun, but not an adjective: "a schizophrenic illness" has a noun behind it. */
const NO_NOUN_BEHIND = String.raw`(?=\s*(?:[.,;:!?)–—]|$|\n\s*\n)|\s+(?:who|that|and|or|but|is|are|was|were|has|have|had|can|may|might|must|should|will|would|do|does|did|in|on|at|to|for|from|with|by|of|as|than|when|while|because|if|so|get|gets|need|needs|often|also|into)\b)`;

const PHRASES: readonly Phrase[] = [
  { find: 'committed suicide', better: 'died by suicide', put: 'died by suicide' },
  { find: 'commits suicide', better: 'dies by suicide', put: 'dies by suicide' },
  { find: 'committing suicide', better: 'dying by suicide', put: 'dying by suicide' },
  { find: 'commit suicide', better: 'die by suicide', put: 'die by suicide' },
  { find: '(?:an? )?suicide victim', better: 'a person who died by suicide' },
  { find: 'suicide victims', better: 'people who died by suicide', put: 'people who died by suicide' },
  { find: 'an? (?:failed|unsuccessful) suicide attempt', better: 'a suicide attempt', put: 'a suicide attempt' },
  { find: '(?:failed|unsuccessful) suicide attempt', better: 'suicide attempt', put: 'suicide attempt' },
  { find: '(?:failed|unsuccessful) suicide attempts', better: 'suicide attempts', put: 'suicide attempts' },
  { find: '(?:an? )?successful suicide(?: attempt)?', better: 'a death by suicide' },
  { find: 'suicide epidemic', better: 'a rise in suicides' },
  { find: `suffers from (${CONDITION})`, better: 'lives with $1', put: 'lives with $1' },
  { find: `suffer from (${CONDITION})`, better: 'live with $1', put: 'live with $1' },
  { find: `suffering (?:from|with) (${CONDITION})`, better: 'living with $1', put: 'living with $1' },
  { find: `suffered from (${CONDITION})`, better: 'lived with $1', put: 'lived with $1' },
  { find: `afflicted (?:with|by) (${CONDITION})`, better: 'living with $1', put: 'living with $1' },
  { find: `victims of (${CONDITION})`, better: 'people with $1', put: 'people with $1' },
  { find: `an? victim of (${CONDITION})`, better: 'a person with $1', put: 'a person with $1' },
  { find: `${SHORT_CONDITION} sufferers`, better: 'people with $1', put: 'people with $1' },
  { find: `an? ${SHORT_CONDITION} sufferer`, better: 'a person with $1', put: 'a person with $1' },
  { find: 'mental health sufferers', better: 'people with mental health problems', put: 'people with mental health problems' },
  { find: '(?:suffer|suffers|suffered|suffering) (?:from|with) autism', better: 'is autistic' },
  { find: '(?:the )?schizophrenics', better: 'people with schizophrenia', put: 'people with schizophrenia' },
  { find: `a(?: paranoid)? schizophrenic${NO_NOUN_BEHIND}`, better: 'a person with schizophrenia', put: 'a person with schizophrenia' },
  { find: `(?:is|are|was|were) schizophrenic${NO_NOUN_BEHIND}`, better: 'has schizophrenia' },
  { find: '(?:the )?psychotics', better: 'people with psychosis', put: 'people with psychosis' },
  { find: '(?:the )?depressives', better: 'people with depression', put: 'people with depression' },
  { find: `a depressive${NO_NOUN_BEHIND}`, better: 'a person with depression', put: 'a person with depression' },
  { find: '(?:the )?anorexics', better: 'people with anorexia', put: 'people with anorexia' },
  { find: '(?:the )?bulimics', better: 'people with bulimia', put: 'people with bulimia' },
  { find: '(?:the )?manic depressives', better: 'people with bipolar disorder', put: 'people with bipolar disorder' },
  { find: 'manic depression', better: 'bipolar disorder', put: 'bipolar disorder' },
  { find: 'mental patients', better: 'people with mental health problems', put: 'people with mental health problems' },
  { find: 'a mental patient', better: 'a person with a mental health problem', put: 'a person with a mental health problem' },
  { find: `the mentally ill${NO_NOUN_BEHIND}`, better: 'people with mental health problems', put: 'people with mental health problems' },
  { find: 'mental (?:hospital|institution)', better: 'mental health hospital', put: 'mental health hospital' },
  { find: 'mental (?:hospitals|institutions)', better: 'mental health hospitals', put: 'mental health hospitals' },
  { find: 'mental handicap', better: 'learning disability', put: 'learning disability' },
  { find: 'mentally handicapped', better: 'with a learning disability' },
  {
    find: 'released from (hospital|(?:an?|the) (?:psychiatric|mental health|secure) (?:hospital|ward|unit))',
    better: 'discharged from $1',
    put: 'discharged from $1',
  },
  { find: 'happy pills', better: 'antidepressants', put: 'antidepressants' },
  { find: '(?:the )?self-harmers', better: 'people who self-harm', put: 'people who self-harm' },
  { find: 'a self-harmer', better: 'a person who self-harms', put: 'a person who self-harms' },
  { find: '(?:drug|substance) abusers', better: 'people who use drugs', put: 'people who use drugs' },
  { find: `an addict${NO_NOUN_BEHIND}`, better: 'a person with an addiction', put: 'a person with an addiction' },
  { find: '(?:drug )?addicts', better: 'people with an addiction', put: 'people with an addiction' },
  { find: 'mentally ill (?:people|patients)', better: 'people with mental health problems', put: 'people with mental health problems' },
  {
    find: 'a mentally ill (?:person|patient)',
    better: 'a person with a mental health problem',
    put: 'a person with a mental health problem',
  },
  { find: '(?:the )?diabetics', better: 'people with diabetes', put: 'people with diabetes' },
  { find: '(?:wheelchair[- ]bound|confined to a wheelchair)', better: 'who uses a wheelchair' },
  { find: `the homeless${NO_NOUN_BEHIND}`, better: 'people who are homeless', put: 'people who are homeless' },
  { find: 'homeless people', better: 'people who are homeless', put: 'people who are homeless' },
  { find: '(?:lunatics?|nutters?|nutcases?|schizos?|psychos?|maniacs?|unhinged)', better: 'the name of the condition, or what happened' },
];

const OPENED = openPhrases(PHRASES);

export const stigmaRule: PreflightRule = {
  id: 'P6',
  level: 'notes',
  why: 'Readers who live with what is named feel blamed or reduced to it, and some do not ask for help.',
  check: ({ passages }) =>
    passages.flatMap((passage) => phrasesIn(passage, OPENED, (found, better) => `“${found}” can hurt readers. Better: “${better}”.`)),
};
