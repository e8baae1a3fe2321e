import { Option } from 'commander';
import { z } from 'zod/v4';
import type { StorageOptions, StorageScheme } from '../pipeline/storage/scheme';
import { ALL_STORAGES, storageFor } from '../pipeline/storage/storages';
import type { Target } from '../pipeline/request/target';

const flagOf = ({ name }: StorageScheme, option: string): string => `--${name}-${option.replaceAll('_', '-')}`;

const describedIn = (storage: StorageScheme, option: string): string =>
  (storage.options().shape[option] as z.ZodType | undefined)?.description ?? '';

const optionOf = (storage: StorageScheme, option: string): Option =>
  new Option(
    `${flagOf(storage, option)} <${storage.placeholders[option] ?? 'value'}>`,
    describedIn(storage, option),
  ).helpGroup(`${storage.label} storage:`);

const optionsOf = (storage: StorageScheme): Option[] =>
  Object.keys(storage.placeholders).map((option) => optionOf(storage, option));

/** How a result is put into storages, as flags. */
export const storageFlags = (): Option[] => ALL_STORAGES.flatMap(optionsOf);

/** What the flags of a storage say, by its options. */
const textsOf = (storage: StorageScheme, parsed: object): [string, string][] =>
  Object.keys(storage.placeholders).flatMap((option): [string, string][] => {
    const text = (parsed as Record<string, unknown>)[optionOf(storage, option).attributeName()];
    return typeof text === 'string' ? [[option, text]] : [];
  });

/** What is wrong where none of the flags of these storages has a place. */
const refused = (storages: readonly StorageScheme[], parsed: object, place: (storage: StorageScheme) => string) =>
  storages.flatMap((storage) =>
    textsOf(storage, parsed).map(([option]) => `${flagOf(storage, option)} goes with ${place(storage)}.`),
  );

export const refuseStorageFlags = (parsed: object, place: string): string[] =>
  refused(ALL_STORAGES, parsed, () => place);

/** What those flags say, and what is wrong with them. @param parsed the flags as commander has them @param target where the result goes; null when that is not known @param set whether it is a set of files */
export function readStorageFlags(
  parsed: object,
  target: Target | null,
  set: boolean,
): { options: StorageOptions; problems: string[] } {
  const meant = target === null ? given(parsed) : storageAt(target);
  const others = ALL_STORAGES.filter((storage) => storage !== meant);
  const stray = refused(others, parsed, ({ example }) => `-o ${example}`);
  if (meant === null) return { options: {}, problems: stray };
  const texts = textsOf(meant, parsed).map(([option, text]) => [option, valueOf(meant, option, text)] as const);
  const { success, data, error } = meant.options().safeParse(Object.fromEntries(texts));
  const name = (option: PropertyKey | undefined): string => flagOf(meant, String(option));
  const wrong = success
    ? meant.problems(data, { set, name })
    : error.issues.map(({ path: [option], message }) => `"${name(option)}": ${message}.`);
  return { options: success ? data : {}, problems: [...stray, ...wrong] };
}

const storageAt = (target: Target): StorageScheme | null =>
  target.is === 'stored' ? storageFor(target.address) : null;

/** The storage whose flags are given; null: those of none. */
const given = (parsed: object): StorageScheme | null =>
  ALL_STORAGES.find((storage) => textsOf(storage, parsed).length > 0) ?? null;

/** The text of a flag as the value that its option takes. */
function valueOf(storage: StorageScheme, option: string, text: string): unknown {
  const { properties = {} } = z.toJSONSchema(storage.options(), { io: 'input' });
  const schema = properties[option];
  const isNumber = typeof schema === 'object' && (schema.type === 'integer' || schema.type === 'number');
  return isNumber ? Number(text) : text;
}
