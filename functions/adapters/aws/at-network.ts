import type { Answer } from '#adapters/aws/post-once';

/** A request as the SDK hands it to the network. */
export type SdkRequest = { protocol: string; hostname: string; port?: number; path: string; headers: Record<string, string>; body: Buffer };

/** Sees a request and returns the answer to it, or throws what connecting would have thrown. Undefined lets the request go out. */
export type AtNetwork = (request: SdkRequest) => Answer | undefined;

type Args = { request: Omit<SdkRequest, 'body'> & { body: string | Uint8Array } };
type Step = (next: (args: Args) => Promise<unknown>) => (args: Args) => Promise<unknown>;
type Command = { middlewareStack: { add(step: never, at: { step: 'deserialize'; priority: 'low'; name: string; override: true }): void } };

/** Stands where the network is when the SDK makes its first attempt of a command. Further attempts go out. */
export function atNetwork(command: Command, first: AtNetwork): void {
  let attempts = 0;
  const step: Step = (next) => async (args) => {
    attempts += 1;
    // The SDK's bytes act as a text too, and complain in the log when they are asked to.
    const { body } = args.request;
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.concat([body]);
    const response = attempts === 1 ? first({ ...args.request, body: bytes }) : undefined;
    return response ? { response } : next(args);
  };
  command.middlewareStack.add(step as never, { step: 'deserialize', priority: 'low', name: 'atNetwork', override: true });
}
