import type { OptionGroup } from '../../src/pipeline/kinds/fields';
import { KINDS } from '../../src/pipeline/kinds';
import type { KindName } from '../../src/pipeline/kinds';

/** A collection of a node's form: its name is in people's saved workflows. */
interface Collection {
  name: string;
  heading: string;
}

const picture = (kind: KindName): Collection => ({
  name: 'pictureOptions',
  heading: kind === 'image' ? 'Image Options' : 'Video Options',
});

/** The collections that options stand in, from top to bottom. Shorts have what all kinds share among their own. */
const COLLECTIONS: Record<OptionGroup, (kind: KindName) => Collection> = {
  common: (kind) =>
    KINDS[kind].node === 'createShorts' ? COLLECTIONS.shorts(kind) : { name: 'options', heading: 'Options' },
  shorts: () => ({ name: 'shortsOptions', heading: 'Options' }),
  picture,
  sound: () => ({ name: 'audioOptions', heading: 'Audio Options' }),
  // A video has them among its own: a line for them alone would make the form longer for everybody.
  captions: (kind) =>
    KINDS[kind].node === 'createShorts' ? { name: 'captionOptions', heading: 'Caption Options' } : picture(kind),
  advanced: () => ({ name: 'advancedOptions', heading: 'Advanced Options' }),
};

export const OPTION_GROUPS = Object.keys(COLLECTIONS) as OptionGroup[];

/** Where an option of a kind stands in the form. */
export const collectionOf = (kind: KindName, group: OptionGroup): Collection => COLLECTIONS[group](kind);

/** What a form's collections hold, whichever an option stands in. */
export function optionsIn(kind: KindName, read: (collection: string) => unknown): Record<string, unknown> {
  const names = new Set(OPTION_GROUPS.map((group) => collectionOf(kind, group).name));
  return Object.assign({}, ...[...names].map(read)) as Record<string, unknown>;
}
