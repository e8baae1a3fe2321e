import { KIND_NAMES, KINDS } from './index';
import type { AnyKind, KindName } from './index';
import type { Preset } from './kind';

/** What a form calls it when none is chosen. */
export const NO_PRESET = 'none';

export type PresetName = { [K in KindName]: keyof (typeof KINDS)[K]['presets'] }[KindName];

/** The presets of all kinds, each with the kind that it is of. */
export const PRESETS = Object.fromEntries(
  KIND_NAMES.flatMap((kind) =>
    Object.entries((KINDS[kind] as AnyKind).presets).map(([name, preset]) => [name, { ...preset, kind }]),
  ),
) as Record<PresetName, Preset<Record<string, unknown>> & { kind: KindName }>;

export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

export const isPreset = (name: unknown): name is PresetName => typeof name === 'string' && Object.hasOwn(PRESETS, name);

/** Presets as they are, and as they were. */
export type PresetEdition = 'newest' | 'before';

const inEdition = ({ before, ...newest }: Preset<Record<string, unknown>>, edition: PresetEdition) =>
  edition === 'before' ? (before ?? newest) : newest;

/** What a preset makes, in words. */
export const presetDescription = (name: PresetName, edition: PresetEdition): string =>
  inEdition(PRESETS[name], edition).description;

/** Options with those of a preset for what is left unset. `supplied` are the ones that came from it. Nothing is checked. */
export function withPreset(
  name: PresetName,
  set: Record<string, unknown>,
  edition: PresetEdition,
): { options: Record<string, unknown>; supplied: Record<string, unknown> } {
  const { supplies } = inEdition(PRESETS[name], edition);
  const supplied = Object.fromEntries(Object.entries(supplies(set)).filter(([option]) => set[option] === undefined));
  return { options: { ...set, ...supplied }, supplied };
}
