/** Root may read and write everything: where the tests run as root, `use` runs as the user nobody. */
export async function asOrdinaryUser<T>(use: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return use();
  process.seteuid?.(65_534);
  try {
    return await use();
  } finally {
    process.seteuid?.(0);
  }
}
