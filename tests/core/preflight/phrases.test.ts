import { describe, expect, test } from 'vitest';
import { fieldsOf } from '#core/draft/story-fields';
import { mended } from '#core/preflight/preflight';
import { draftOf, saidBy } from '#tests/core/preflight/notes-of';

const said = (rule: string, body: string) => saidBy(rule, 'post', { body });
const after = (rule: string, body: string) => {
  const [note] = said(rule, body);
  return note?.mend && fieldsOf(mended(draftOf('post', { body }), note.mend), 'post').fields.body;
};

describe('words that stigmatise', () => {
  test.each([
    ['He committed suicide in May.', 'He died by suicide in May.'],
    ['A person may commit\nsuicide.', 'A person may die by suicide.'],
    ['After a failed suicide attempt she came.', 'After a suicide attempt she came.'],
    ['She suffers from severe depression.', 'She lives with severe depression.'],
    ['People suffering from an eating disorder', 'People living with an eating disorder'],
    ['Those who suffered from bipolar disorder', 'Those who lived with bipolar disorder'],
    ['Schizophrenics are seldom asked.', 'People with schizophrenia are seldom asked.'],
    ['He is a schizophrenic.', 'He is a person with schizophrenia.'],
    ['Care for the mentally ill is better now.', 'Care for people with mental health problems is better now.'],
    ['A mental patient spoke.', 'A person with a mental health problem spoke.'],
    ['We met OCD sufferers.', 'We met people with OCD.'],
    ['We met dementia sufferers.', 'We met people with dementia.'],
    ['He was released from hospital.', 'He was discharged from hospital.'],
    ['Manic depression is treated.', 'Bipolar disorder is treated.'],
    ['Mentally ill people wait longer.', 'People with mental health problems wait longer.'],
    ['We help the homeless in winter.', 'We help people who are homeless in winter.'],
    ['He is an addict.', 'He is a person with an addiction.'],
    ['Some suffer from severe and enduring mental illness.', 'Some live with severe and enduring mental illness.'],
    ['HE COMMITTED SUICIDE.', 'HE DIED BY SUICIDE.'],
    ['We asked self-harmers.', 'We asked people who self-harm.'],
  ])('the button turns “%s” into “%s”', (body, better) => expect(after('P6', body)).toBe(better));

  test('a word without a replacement that fits everywhere has no button', () => {
    const [note] = said('P6', 'The building was once full of lunatics.');
    expect(note?.sentence).toContain('“lunatics” can hurt readers');
    expect(note?.mend).toBeUndefined();
  });

  test.each([
    'Teams suffer from a lack of time.',
    'Suicide prevention, and people bereaved by suicide.',
    'A schizophrenic illness, a psychotic episode, depressive symptoms.',
    'The mentally ill person’s rights; the mentally ill patient.',
    'Alcoholics Anonymous meets here. The homeless team helps. An addict support group meets.',
    'The figures were released from the unit. Deranged liver function is common.',
    "Dementia sufferers’ families, and a self-harmer's sister",
    'Psycho-oncology and psychosocial care',
    '> He committed suicide.',
    'She said: "people told me that he committed suicide".',
    'She said: “he committed\nsuicide”.',
    "The words 'committed suicide' blame.",
    'The words ‘committed suicide’ blame.',
    '`committed suicide`',
    '    committed suicide',
    'https://example.org/the-mentally-ill/committed suicide-prevention',
    '[a study](https://example.org/schizophrenics "Schizophrenics")',
    'We are committed. Suicide is preventable.',
  ])('nothing is said of: %s', (body) => expect(said('P6', body)).toEqual([]));

  test('an apostrophe does not open a quotation', () => {
    expect(said('P6', "It's the wards' aim that nobody's told that he committed suicide, and they don't.")).toHaveLength(1);
  });
});

describe('plain words', () => {
  test.each([
    ['Approximately 40 people came.', 'About 40 people came.'],
    ['They utilised it.', 'They used it.'],
    ['In order to learn, we met.', 'To learn, we met.'],
    ['It is counted on a\nweekly basis.', 'It is counted every week.'],
  ])('the button turns “%s” into “%s”', (body, better) => expect(after('P13', body)).toBe(better));

  test.each(['The prior year', 'An order', '"approximately 40"', 'https://example.org/approximately'])('nothing is said of: %s', (body) =>
    expect(said('P13', body)).toEqual([]),
  );
});

test('words that look unfinished are said with their place', () => {
  const [note] = said('P2', 'One paragraph.\n\nThe venue is TBC.');
  expect(note).toMatchObject({ paragraph: 2, sentence: '“TBC” looks unfinished. Write what is missing, or take it out.' });
  expect(saidBy('P2', 'post', { title: 'Draft: talking first' })[0]?.field).toBe('title');
  expect(said('P2', 'The code `TODO`, and a draft of what is to do.')).toEqual([]);
});
