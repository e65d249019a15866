import { Temporal } from 'temporal-polyfill';
import type { WrittenOutgoing } from '#core/publication/outgoing';
import type { PublicationId } from '#core/publication/publication';
import type { World } from '#ports';
import type { Chance } from '#tests/simulation/chance';
import { press } from '#tests/simulation/desk';
import type { Unbegun } from '#tests/simulation/protocol';
import type { Action } from '#tests/simulation/scenario';
import { MINUTE, type SimulationContext } from '#tests/simulation/simulation-context';
import { titleOf } from '#tests/simulation/stories';

type Around = {
  /** A stream of its own: in worlds where nobody need say yes, nothing else is drawn because of it. */
  chance: Chance;
  files: ReadonlyMap<string, Uint8Array>;
  act(action: Action): void;
};

/** How many times a person may edit a story after a yes. */
const MOST_EDITS = 3;

/** The people who say yes. They press some time after they have looked, and someone may edit the story before and after that. */
export class Approvers {
  readonly #context: SimulationContext;
  readonly #around: Around;
  readonly #busy = new Set<PublicationId>();
  #edits = 0;

  constructor(context: SimulationContext, around: Around) {
    this.#context = context;
    this.#around = around;
  }

  /** This publication has not begun: a person looks at it within ten minutes. */
  seeTo(id: PublicationId): void {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    this.#context.later(this.#around.chance.between(0, 10) * MINUTE, () => void this.#look(id));
  }

  async #look(id: PublicationId): Promise<void> {
    const { checker, later, protocol, quietly } = this.#context;
    const { chance, files } = this.#around;
    const one = await this.#find(quietly(), id);
    if (!one) {
      this.#busy.delete(id);
      return;
    }
    const shown = await protocol.outgoingNow(quietly(), one);
    const folder = id.includes('autumn') ? 'events/' : 'posts/';
    const title = titleOf([...files].find(([file]) => file.startsWith(folder))?.[1]);
    this.#maybeEdit(id);
    later(chance.between(0, 2) * MINUTE, () => {
      this.#busy.delete(id);
      checker.personApproves(id, title);
      press(this.#context, (view) => this.#press(view, id, shown));
      this.#maybeEdit(id);
    });
  }

  async #press(view: World, id: PublicationId, shown: WrittenOutgoing): Promise<void> {
    const one = await this.#find(view, id);
    if (one) await this.#context.protocol.approve(view, one, { shown, by: 'the lead', at: this.#now() });
  }

  async #find(world: World, id: PublicationId): Promise<Unbegun | undefined> {
    const { protocol } = this.#context;
    if ((await world.switches.read(id)).cancelled) return undefined;
    const planned = await protocol.readPlan(world, this.#now(), this.#now().add({ hours: 24 }));
    const publication = planned?.publications.find((one) => one.id === id);
    return planned && publication && protocol.unbegun(publication, planned);
  }

  #maybeEdit(id: PublicationId): void {
    const { chance, act } = this.#around;
    if (this.#edits >= MOST_EDITS || !chance.happens(0.3)) return;
    this.#edits += 1;
    const edit = 20 + this.#edits;
    this.#context.later(chance.between(0, 2) * MINUTE, () => act({ kind: 'edit', story: id.includes('autumn') ? 'event' : 'post', edit }));
  }

  #now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.#context.kernel.now);
  }
}
