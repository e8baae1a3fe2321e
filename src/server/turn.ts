let last: Promise<void> = Promise.resolve();

/**
 * Waits for a turn of the event loop of its own. Requests whose reading takes long go one after the other, and what came in meanwhile, such as GET /health, is
 * answered between them.
 */
export function turn(): Promise<void> {
  last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
  return last;
}
