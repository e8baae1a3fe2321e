import { Option } from 'commander';
import { s3OptionsSchema, s3Problems } from '../pipeline/storage/s3/s3Options';
import type { S3Options } from '../pipeline/storage/s3/s3Options';
import type { Target } from '../pipeline/request/target';

type Name = keyof S3Options;

const flagOf = (name: Name): string => `--s3-${name.replaceAll('_', '-')}`;
const optionOf = (name: Name): Option =>
  new Option(`${flagOf(name)} <${PLACEHOLDERS[name]}>`, s3OptionsSchema.shape[name].description ?? '').helpGroup(
    'S3 storage:',
  );
const PLACEHOLDERS: Record<Name, string> = {
  acl: 'acl',
  cache_control: 'value',
  result: 's3|presigned|public',
  expires: 'seconds',
  public_url: 'address',
};
const NAMES = Object.keys(PLACEHOLDERS) as Name[];

/** How a result is put into S3 storage, as flags. */
export const s3Flags = (): Option[] => NAMES.map(optionOf);

const textsOf = (parsed: object): [Name, string][] =>
  NAMES.flatMap((name): [Name, string][] => {
    const text = (parsed as Record<string, unknown>)[optionOf(name).attributeName()];
    return typeof text === 'string' ? [[name, text]] : [];
  });

/** What is wrong where none of those flags has a place. */
export const refuseS3Flags = (parsed: object, place: string): string[] =>
  textsOf(parsed).map(([name]) => `${flagOf(name)} goes with ${place}.`);

/** What those flags say, and what is wrong with them. @param parsed the flags as commander has them @param target where the result goes; null when that is not known @param set whether it is a set of files */
export function readS3Flags(
  parsed: object,
  target: Target | null,
  set: boolean,
): { options: S3Options; problems: string[] } {
  const given = Object.fromEntries(
    textsOf(parsed).map(([name, text]) => [name, name === 'expires' ? Number(text) : text]),
  );
  if (target !== null && target.is !== 's3')
    return { options: {}, problems: refuseS3Flags(parsed, '-o s3://bucket/key') };
  const { success, data, error } = s3OptionsSchema.safeParse(given);
  if (success) return { options: data, problems: s3Problems(data, { set, name: flagOf }) };
  return {
    options: {},
    problems: error.issues.map(({ path: [name], message }) => `"${flagOf(name as Name)}": ${message}.`),
  };
}
