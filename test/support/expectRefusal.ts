import type { RefusalKind } from '../../src/webhooks/base/refusal';
import { WebhookRefusal } from '../../src/webhooks/base/refusal';

/** Expects that a webhook is refused so, now or later. */
export async function expectRefusal(
  act: () => unknown,
  kind: RefusalKind,
  words: string | RegExp = '',
): Promise<WebhookRefusal> {
  const thrown = await (async () => act())().then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof WebhookRefusal))
    throw new Error(`expected ${kind}, but got ${String(thrown)}`, { cause: thrown });
  expect(thrown.toJSON().error).toMatchObject({
    kind,
    message: typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
  });
  return thrown;
}
