/** All of the Markdown that editors use, in one story. */
export const EVERY_ELEMENT = `Words with **weight**, *emphasis*, ~~what no longer holds~~ and \`a name of a field\`, and [a link that says where it leads](https://www.example.org/guide).

# A heading of the first level

A sentence with a note[^1], and another[^two]. Write to <team@example.org>.

## A heading below it

- A first point
- A second, with points of its own:
  - one below it
  - and another, long enough to run into a second line on nearly every phone there is
- A third

1. First read the guide
2. Then talk to your team

   A second paragraph of the same step.
3. Then begin

### A table of three columns

| Trust | Reviews | With family |
|:---|:---:|---:|
| Devon | 24 | 21 |
| Avon and Wiltshire | 31 | 30 |

### A table of five columns

| Ward | January | February | March | Where it stands |
|---|---:|---:|---:|---|
| Ash | 12 | 9 | 5 | below the aim |
| Birch | 11 | 11 | 10 | measuring anew |

> We were listened to.
>
> > And what we said was written down in our own words.

![Plan, do, study and act, in a circle](plan-do-study-act.png "The four steps that every ward went through")

[![Two nurses at a whiteboard](ten-minutes-before.png)](https://www.youtube.com/watch?v=sample)

https://vimeo.com/123456789

---

\`\`\`
Ward     Before   After
Ash          12       5
\`\`\`

Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft is one word, and https://www.example.org/an/address/that/is/longer/than/any/line/of/a/phone/can/be one address.

[^1]: What the note says, with [a link](https://www.example.org/note).
[^two]: Another note.
`;
