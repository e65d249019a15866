import type { PublicationId } from '#core/publication/publication';
import type { HeldPostDecision } from '#core/social/held-post';
import { press } from '#tests/simulation/desk';
import { MINUTE, type SimulationContext } from '#tests/simulation/simulation-context';

/** The people who decide about held mails and posts. Their page may be open for long before they press a button. */
export class Deciders {
  readonly #context: SimulationContext;
  /** Publications that a person is about to decide about. */
  readonly #busy = new Set<PublicationId>();
  decided = 0;

  constructor(context: SimulationContext) {
    this.#context = context;
  }

  /** A delivery or part of this publication has just become held. */
  heldNow(id: PublicationId): void {
    const { chance, scenario } = this.#context;
    if (chance.happens(scenario.deciding.hasty))
      this.#context.later(chance.between(0, 3) * MINUTE, () => this.#readHeld(id, scenario.deciding.openMs));
  }

  /** This publication waits only for people: one of them decides within 20 minutes. */
  seeTo(id: PublicationId): void {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    const { chance, later } = this.#context;
    later(chance.between(1, 20) * MINUTE, () => {
      this.#busy.delete(id);
      this.#readHeld(id, 0);
    });
  }

  #readHeld(id: PublicationId, openMs: number): void {
    const { checker, isClosed, later } = this.#context;
    if (isClosed()) later(MINUTE, () => this.#readHeld(id, openMs));
    else if (checker.records.get(id)?.channel === 'x') void this.#readHeldPost(id, openMs);
    else this.#readHeldMails(id, openMs);
  }

  #readHeldMails(id: PublicationId, openMs: number): void {
    const { chance, checker, scenario } = this.#context;
    const held = checker.heldClaims(id);
    const claims = new Map(chance.happens(0.7) ? held : [...held].filter(() => chance.happens(0.5)));
    if (claims.size === 0) return;
    const sent = chance.happens(scenario.deciding.trusting);
    this.#afterAWhile(openMs, () => this.#decideMails(id, claims, sent));
    if (chance.happens(scenario.deciding.both)) this.#afterAWhile(openMs, () => this.#decideMails(id, claims, !sent));
  }

  #decideMails(id: PublicationId, claims: Map<string, string>, sent: boolean): void {
    const { checker, protocol } = this.#context;
    this.decided += 1;
    checker.personDecides(sent ? 'sent' : 'again', claims.values());
    press(this.#context, async (view) => {
      const record = await view.publications.find(id);
      if (record) await protocol.decideHeld(view, record, claims, sent ? { kind: 'sent', by: 'the lead' } : { kind: 'again' });
    });
  }

  async #readHeldPost(id: PublicationId, openMs: number): Promise<void> {
    const { chance, checker, protocol, quietly, scenario, social } = this.#context;
    const [part, row] = [...checker.parts(id)].find(([, { state }]) => state === 'held') ?? [];
    const record = checker.records.get(id);
    if (part === undefined || row?.state !== 'held' || !record) return;
    const sealed = (await protocol.sealedParts(quietly(), record))[part];
    const there = social.posts.find(({ text }) => text === sealed?.text)?.id;
    const another = social.posts.find((post) => post.id !== there && checker.isPosted(post.id))?.id;
    const mistaken = another !== undefined && chance.happens(scenario.deciding.mistaken);
    const link = mistaken ? another : there;
    const decision: HeldPostDecision = link === undefined ? { kind: 'again' } : { kind: 'there', id: link };
    for (const _ of chance.happens(scenario.deciding.both) ? [1, 2] : [1])
      this.#afterAWhile(openMs, () => this.#decidePost(id, { part, nonce: row.nonce }, decision));
  }

  #decidePost(id: PublicationId, claim: { part: number; nonce: string }, decision: HeldPostDecision): void {
    const { checker, protocol } = this.#context;
    this.decided += 1;
    checker.personDecides(decision.kind, [claim.nonce]);
    press(this.#context, async (view) => {
      const record = await view.publications.find(id);
      if (record) await protocol.decideHeldPost(view, record, claim, decision);
    });
  }

  #afterAWhile(openMs: number, what: () => void): void {
    const { chance, isClosed, later } = this.#context;
    later(chance.between(0, chance.happens(0.5) ? 2_000 : openMs), () => {
      if (isClosed()) later(MINUTE, () => this.#afterAWhile(openMs, what));
      else what();
    });
  }
}
