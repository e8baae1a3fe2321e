import type { InputName } from '../errors/ofInput';
import { nameAmong } from '../errors/ofInput';
import type { SourceTime } from './time';

/** Media that a job reads beside its inputs. */
export interface Reference {
  /** The option that names it, or the field of a clip. */
  name: string;
  /** The clip that it belongs to, counted from 0; absent: it is an option's. */
  clip?: number | undefined;
  /** As it was given, without its times: an address, or on the command line a path. */
  url: string;
  /** What of it is played; absent: from its beginning, to its end. */
  start?: SourceTime | undefined;
  end?: SourceTime | undefined;
}

/** A reference without its address, which may be secret. */
export type AskedReference = Omit<Reference, 'url'>;

/** How messages name all that a job reads: its inputs, then what is read beside them. */
export const namesOf = (inputs: number, references: readonly AskedReference[]): InputName[] => [
  ...Array.from({ length: inputs }, (_, index) => nameAmong(index, inputs)),
  ...references.map(nameOfReference),
];

export const nameOfReference = ({ name, clip }: AskedReference): NonNullable<InputName> =>
  clip === undefined ? { said: `"${name}"` } : { said: `"inputs[${clip}].${name}"`, index: clip };

interface Holding<C extends object> {
  options: Record<string, unknown>;
  inputs?: C[] | undefined;
}

/** Pure: options and clips with other addresses in them: those that may be shown. @param shown addresses, in the order of the references */
export function withAddresses<C extends object>(
  { options, inputs }: Holding<C>,
  references: readonly AskedReference[],
  shown: readonly string[],
): Holding<C> {
  const named = references.map((reference, index) => ({
    ...reference,
    text: `${shown[index] ?? ''}${timesOf(reference)}`,
  }));
  const of = (clip?: number) =>
    Object.fromEntries(named.filter((one) => one.clip === clip).map(({ name, text }) => [name, text]));
  return {
    options: { ...options, ...of() },
    ...(inputs && { inputs: inputs.map((clip, index) => ({ ...clip, ...of(index) })) }),
  };
}

/** The times of a reference as they stand at the end of its address (W3C, Media Fragments URI 1.0, section 4.2.1). */
const timesOf = ({ start, end }: AskedReference): string =>
  start === undefined && end === undefined ? '' : `#t=${start ?? ''}${end === undefined ? '' : `,${end}`}`;
