// Reads feeds, structured data and calendars with independent parsers.
import { Parser } from 'htmlparser2';
import ICAL from 'ical.js';

export type Element = { name: string; attributes: Record<string, string>; text: string; children: Element[] };

/** Reads the root of an XML text. Throws if it is not well formed: an unclosed element, or a second root. */
export function readXml(xml: string): Element {
  const top: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [top];
  let ending = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: Element = { name, attributes, text: '', children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext(text) {
        const element = open.at(-1);
        if (element) element.text += text;
      },
      onclosetag(name, implied) {
        const element = open.pop();
        // A self-closing element counts as implied, and is empty.
        if (implied && (ending || element?.text || element?.children.length)) throw new Error(`<${name}> is not closed.`);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  ending = true;
  parser.end();
  const [root, ...others] = top.children;
  if (!root || others.length > 0) throw new Error('An XML text has one root.');
  return root;
}

export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

export function textOf(element: Element, name: string): string | undefined {
  return childrenOf(element, name)[0]?.text;
}

/** A page's heading, structured data and text. */
export function readPage(html: string): { heading: string; data: unknown[]; texts: string } {
  const found = { heading: '', data: [] as unknown[], texts: '' };
  const open: { name: string; type: string | undefined }[] = [];
  let data = '';
  const parser = new Parser({
    onopentag: (name, { type }) => open.push({ name, type }),
    ontext(text) {
      const inside = open.at(-1);
      if (inside?.type === 'application/ld+json') data += text;
      else found.texts += text;
      if (open.some(({ name }) => name === 'h1')) found.heading += text;
    },
    onclosetag() {
      if (open.pop()?.type !== 'application/ld+json') return;
      found.data.push(JSON.parse(data));
      data = '';
    },
  });
  parser.write(html);
  parser.end();
  return found;
}

/** Reads a calendar file's events. Their times come from the one VTIMEZONE of the file, without other knowledge of zones. */
export function readCalendar(ics: string) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  const zones = calendar.getAllSubcomponents('vtimezone');
  if (zones.length !== 1 || !zones[0]) throw new Error(`The file has ${zones.length} zones.`);
  const zone = new ICAL.Timezone(zones[0]);
  const events = calendar.getAllSubcomponents('vevent').map((event) => {
    const value = (name: string) => String(event.getFirstPropertyValue(name));
    const instant = (name: string) => {
      const time = event.getFirstPropertyValue(name);
      if (!(time instanceof ICAL.Time)) throw new Error(`${name} is no time.`);
      time.zone = zone;
      return new Date(time.toUnixTime() * 1000).toISOString().replace(':00.000Z', 'Z');
    };
    return { event, value, starts: instant('dtstart'), ends: instant('dtend') };
  });
  return { calendar, events };
}
