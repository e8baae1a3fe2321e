/** A command as a line that can be pasted into a POSIX shell. */
export const shellQuote = (argv: readonly string[]): string => argv.map(quote).join(' ');

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
