import fc from 'fast-check';
import { expect, test } from 'vitest';
import { structuredData } from '#core/site/structured-data';
import { local, sampleEvent, samplePost, sampleRules } from '#tests/core/samples';

const rules = sampleRules();
const read = (story: Parameters<typeof structuredData>[0]) => JSON.parse(structuredData(story, rules));

test('the structured data of a post is an article with its author, date and publisher', () => {
  expect(read(samplePost({ role: 'Nurse', image: { src: 'a b.png', alt: '', width: 1, height: 1 } }))).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: 'What we learned from the first visit',
    datePublished: '2019-09-12T09:00+01:00',
    author: { '@type': 'Person', name: 'Ama Bright', jobTitle: 'Nurse' },
    publisher: { name: rules.name },
    image: ['https://news.example.org/images/a%20b.png'],
  });
});

const { venue: _, ...nowhere } = sampleEvent();
const online = 'https://example.org/join';

test.each([
  ['at a place', sampleEvent(), 'EventScheduled', 'Offline', { '@type': 'Place', name: 'Bristol', address: 'Bristol' }],
  ['online', { ...nowhere, online }, 'EventScheduled', 'Online', { '@type': 'VirtualLocation', url: online }],
  [
    'at both, postponed',
    sampleEvent({ online, status: 'postponed' }),
    'EventPostponed',
    'Mixed',
    [{ '@type': 'Place' }, { '@type': 'VirtualLocation' }],
  ],
  ['cancelled', sampleEvent({ status: 'cancelled' }), 'EventCancelled', 'Offline', { name: 'Bristol' }],
])('the structured data of an event %s has its status, and its times by the clocks of its days', (_, event, status, mode, location) => {
  expect(read({ ...event, starts: local('2020-03-26T09:30'), ends: local('2020-03-29T16:30') })).toMatchObject({
    '@type': 'Event',
    name: 'Spring learning session',
    startDate: '2020-03-26T09:30+00:00',
    endDate: '2020-03-29T16:30+01:00',
    eventStatus: `https://schema.org/${status}`,
    eventAttendanceMode: `https://schema.org/${mode}EventAttendanceMode`,
    location,
  });
});

test('structured data gives any text back, and cannot end the script element around it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('</script><script>alert(1)</script>', '<!--<script>', ']]>', '\u2028\u2029', '"\\'),
  );
  fc.assert(
    fc.property(text, text, (title, summary) => {
      const json = structuredData(samplePost({ title, summary }), rules);
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(json)).toMatchObject({ headline: title, description: summary });
    }),
  );
});
