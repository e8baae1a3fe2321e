/** One small fault, and what became of it, in Stryker's words. */
export interface Mutant {
  status: string;
  /** File, line and column. */
  at: string;
  change: string;
}

const noticed = ({ status }: Mutant): boolean => status === 'Killed' || status === 'Timeout';
const missed = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';

/** Of those that ran or should have, the share that a test noticed. A mutant that could not be loaded is no mutant. */
function score(mutants: readonly Mutant[]): number {
  const counted = mutants.filter((mutant) => noticed(mutant) || missed(mutant));
  return counted.length === 0 ? 1 : counted.filter(noticed).length / counted.length;
}

export const overallScore = (rooms: ReadonlyMap<string, readonly Mutant[]>): number =>
  score([...rooms.values()].flat());

/** Each mutant that nobody noticed. */
export const missedIn = (mutants: readonly Mutant[]): string[] =>
  mutants.filter(missed).map(({ status, at, change }) => `  ${status} ${at} ${change}`);

/** One line a room, and one for all. */
export function tableOf(rooms: ReadonlyMap<string, readonly Mutant[]>): string {
  const row = (name: string, ...cells: readonly (string | number)[]) =>
    [name.padEnd(14), ...cells.map((cell) => `${cell}`.padStart(9))].join('');
  const scored = (name: string, mutants: readonly Mutant[]) =>
    row(name, mutants.length, mutants.filter(missed).length, `${(score(mutants) * 100).toFixed(1)} %`);
  return [
    row('room', 'mutants', 'missed', 'noticed'),
    ...[...rooms].map(([name, mutants]) => scored(name, mutants)),
    scored('all', [...rooms.values()].flat()),
  ].join('\n');
}
