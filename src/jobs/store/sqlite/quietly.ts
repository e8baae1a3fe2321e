/** Node 22 warns that node:sqlite is experimental: nothing that a user of this package could do anything about. */
export function quietly<T>(load: () => T): T {
  const emit = process.emitWarning.bind(process) as (...words: unknown[]) => void;
  const own = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = (...words: unknown[]) => {
    if (!String(words[0]).includes('SQLite')) emit(...words);
  };
  try {
    return load();
  } finally {
    if (own !== undefined) Object.defineProperty(process, 'emitWarning', own);
  }
}
