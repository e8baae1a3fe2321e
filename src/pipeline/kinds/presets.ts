import { KIND_NAMES, KINDS } from './index';
import type { AnyKind, KindName } from './index';
import type { Preset, PresetSize } from './kind';

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

/** Which of its sizes a preset supplies. */
export type SizeOfPreset = keyof PresetSize<object>;

const SIZES = ['width', 'height', 'short_side', 'max_width', 'max_height'];

/** What a preset makes, in words. */
export function presetDescription(name: PresetName, way: SizeOfPreset): string {
  const { description, size } = PRESETS[name];
  return size === undefined ? description : `${description}, ${size[way].words}`;
}

/** Options with those of a preset for what is left unset. `supplied` are the ones that came from it. Nothing is checked. */
export function withPreset(
  name: PresetName,
  set: Record<string, unknown>,
  way: SizeOfPreset,
): { options: Record<string, unknown>; supplied: Record<string, unknown> } {
  const { supplies, size } = PRESETS[name];
  // A side beside one that is set would distort or pad the picture.
  const sized = SIZES.every((option) => set[option] === undefined) ? size?.[way].options : {};
  const supplied = Object.fromEntries(
    Object.entries({ ...supplies(set), ...sized }).filter(([option]) => set[option] === undefined),
  );
  return { options: { ...set, ...supplied }, supplied };
}
