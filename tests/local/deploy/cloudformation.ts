// What CloudFormation does with a stack, as far as a first deployment, its failure and an upgrade go.

type Stack = {
  id: string;
  status: string;
  protected: boolean;
  template: string;
  outputs: Record<string, string>;
  resources: { id: string; type: string; name: string }[];
  events: { id: string; type: string; status: string; reason?: string; at: Date }[];
};

type ChangeSet = { id: string; name: string; stack: string; template: string };

type Template = { Resources: Record<string, { Type: string; Properties?: object }>; Outputs?: Record<string, unknown> };

/** The template with which the CDK prepares an account is YAML: here it makes nothing. */
export const parsedTemplate = (text: string): Template => (text.startsWith('{') ? JSON.parse(text) : { Resources: {} });

export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export class CloudFormation {
  readonly stacks = new Map<string, Stack>();
  readonly changeSets = new Map<string, ChangeSet>();
  /** Why a resource cannot be made, by its name in the template, until it is taken away. */
  readonly faults = new Map<string, string>();
  /** What was done with stacks, in order. */
  readonly log: string[] = [];
  /** The outputs of a stack that is complete. */
  outputs: Record<string, string> = {};
  #ids = 0;

  find(name: string): Stack {
    const found = this.stacks.get(name) ?? [...this.stacks.values()].find(({ id }) => id === name);
    if (!found) throw new Refused('ValidationError', `Stack with id ${name} does not exist`);
    return found;
  }

  nameOf(name: string): string {
    return [...this.stacks].find(([key, { id }]) => key === name || id === name)?.[0] ?? name;
  }

  createChangeSet(name: string, changeSet: string, template: string): { id: string; stack: string } {
    const known = this.stacks.get(name);
    if (known && /^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED)$/.test(known.status))
      throw new Refused('ValidationError', `Stack:${known.id} is in ${known.status} state and can not be updated.`);
    if (!known) {
      const id = `arn:aws:cloudformation:eu-west-2:123412341234:stack/${name}/${++this.#ids}`;
      this.stacks.set(name, { id, status: 'REVIEW_IN_PROGRESS', protected: false, template: '{}', outputs: {}, resources: [], events: [] });
    }
    const stack = this.find(name);
    const id = `arn:aws:cloudformation:eu-west-2:123412341234:changeSet/${changeSet}/${++this.#ids}`;
    this.changeSets.set(id, { id, name: changeSet, stack: stack.id, template });
    return { id, stack: stack.id };
  }

  /** Finds one by its ARN, or by its name and that of its stack. */
  changeSet(stack: string, name: string): ChangeSet {
    const all = [...this.changeSets.values()];
    const found =
      this.changeSets.get(name) ?? all.find((one) => one.name === name && this.stacks.get(this.nameOf(stack))?.id === one.stack);
    if (!found) throw new Refused('ChangeSetNotFound', `ChangeSet [${name}] does not exist`);
    return found;
  }

  /** Deleting one that is not there is no error. */
  forget(stack: string, name: string): void {
    for (const [id, one] of this.changeSets) if (one.name === name && this.find(stack).id === one.stack) this.changeSets.delete(id);
  }

  /** Makes what the template names, in its order, until something cannot be made. */
  execute(stackName: string, changeSet: string, disableRollback: boolean): void {
    const found = this.changeSet(stackName, changeSet);
    this.changeSets.delete(found.id);
    const stack = this.find(found.stack);
    const first = /^(REVIEW_IN_PROGRESS|CREATE_FAILED)$/.test(stack.status);
    const verb = first ? 'CREATE' : 'UPDATE';
    const own = this.nameOf(stack.id);
    const event = (id: string, type: string, status: string, reason?: string) =>
      stack.events.unshift({ id, type, status, at: new Date(), ...(reason === undefined ? {} : { reason }) });
    event(own, 'AWS::CloudFormation::Stack', `${verb}_IN_PROGRESS`);
    const template = parsedTemplate(found.template);
    for (const [id, { Type }] of Object.entries(template.Resources)) {
      if (stack.resources.some((one) => one.id === id)) continue;
      event(id, Type, 'CREATE_IN_PROGRESS');
      const fault = this.faults.get(id);
      if (fault !== undefined) {
        event(id, Type, 'CREATE_FAILED', fault);
        const status = disableRollback ? `${verb}_FAILED` : first ? 'ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE';
        if (!disableRollback) stack.resources = first ? [] : stack.resources;
        this.#becomes(stack, status);
        return;
      }
      stack.resources.push({ id, type: Type, name: `${own}-${id}` });
      event(id, Type, 'CREATE_COMPLETE');
    }
    stack.template = found.template;
    stack.outputs = this.outputs;
    this.#becomes(stack, `${verb}_COMPLETE`);
  }

  #becomes(stack: Stack, status: string): void {
    const own = this.nameOf(stack.id);
    stack.status = status;
    stack.events.unshift({ id: own, type: 'AWS::CloudFormation::Stack', status, at: new Date() });
    this.log.push(`${own} ${status}`);
  }

  delete(name: string): void {
    const stack = this.find(name);
    if (stack.protected)
      throw new Refused('ValidationError', `Stack [${this.nameOf(name)}] cannot be deleted while TerminationProtection is enabled`);
    this.log.push(`${this.nameOf(name)} deleted`);
    this.stacks.delete(this.nameOf(name));
  }

  protect(name: string, on: boolean): void {
    this.find(name).protected = on;
    this.log.push(`${this.nameOf(name)} ${on ? 'protected' : 'not protected'}`);
  }
}
