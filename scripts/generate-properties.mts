import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { hiddenBut } from '../dist/nodes/CreateJob/shownFor.js';
import type { KindName } from '../dist/src/pipeline/kinds/index.js';
import { kindOf, kindsOf } from '../dist/src/pipeline/kinds/index.js';
import { whereJoined } from '../dist/nodes/clips/fields.js';
import { HERE } from '../dist/nodes/places.js';
import { collectionOf, OPTION_GROUPS } from '../dist/nodes/options/groups.js';
import type { Field } from '../dist/src/pipeline/kinds/walk.js';
import { fieldsIn, fieldsOf } from '../dist/src/pipeline/kinds/walk.js';
import { GIVEN_OPTIONS } from '../dist/src/pipeline/request/clips.js';

/** What a number shows when a user adds it: a value that is right as it stands. Others show their placeholder. */
const NUMBERS: Record<string, number> = { start: 0, end: 5 };

const TIME_HINT = 'e.g. 2.5 or 00:00:02.5';

/** The form of each kind: what must be set stands by itself, what may be left out in collections, one a group, so that "not set" stays "not set". With a preset nothing must be set. */
export function optionProperties(): { required: Record<string, INodeProperties[]>; collections: INodeProperties[] } {
  const kinds = kindsOf('createJob');
  const required = kinds.map((kind): [KindName, INodeProperties[]] => [
    kind,
    fieldsOf(kind)
      .filter((field) => field.required)
      .map((field) => ({
        ...property(kind, field),
        required: true,
        displayOptions: hiddenBut({ kinds: [kind], byPreset: [] }),
      })),
  ]);
  const collections = collectionsOf(kinds, fieldsOf, (members, within) =>
    hiddenBut(
      {
        kinds: members.filter(({ needed }) => !needed).map(({ kind }) => kind),
        byPreset: members.map(({ kind }) => kind),
      },
      { inCollection: within },
    ),
  );
  return { required: Object.fromEntries(required.filter(([, fields]) => fields.length > 0)), collections };
}

/** The options of shorts that are made on this machine; which parts they are of stands in the form by itself. */
export const shortsOptions = (): INodeProperties[] =>
  collectionsOf(
    ['shorts'],
    (kind) => fieldsOf(kind).filter(({ type }) => type !== 'list'),
    (_, within) => (within ? {} : { show: { backend: HERE } }),
  );

/** What is asked of a clip that is one of several. */
export const clipOptions = (): INodeProperties[] =>
  fieldsIn(GIVEN_OPTIONS, 'clip').map((field) => {
    const option = property('clip', field);
    return { ...option, displayName: `Clip ${option.displayName}` };
  });

/** An option of a kind, and whether that kind cannot do without it. */
interface Member {
  kind: KindName;
  needed: boolean;
}

/** When something is shown that these have. @param within whether it is an option of a collection */
type Shown = (members: readonly Member[], within: boolean) => IDisplayOptions;

/** The collections of the kinds. */
function collectionsOf(
  kinds: readonly KindName[],
  fields: (kind: KindName) => Field[],
  shown: Shown,
): INodeProperties[] {
  const members = OPTION_GROUPS.flatMap((group) =>
    kinds.flatMap((kind) =>
      fields(kind)
        .filter((field) => field.group === group)
        .map((field) => ({
          kind,
          needed: field.required,
          option: property(kind, field),
          ...collectionOf(kind, group),
        })),
    ),
  );
  return alike(members, ({ name, heading }) => [name, heading]).map((held): INodeProperties => {
    const [{ name, heading }] = held;
    const having = kindsIn(held);
    const options = alike(held, ({ option }) => option).map((same) =>
      // The kinds that have several inputs are known by these.
      same[0].option.displayOptions?.show !== undefined ||
      (kindsIn(same).length === having.length && same.every(({ needed }) => !needed))
        ? same[0].option
        : shownWith(same[0].option, shown(same, true)),
    );
    return {
      displayName: heading,
      name,
      type: 'collection',
      placeholder: `Add ${heading.replace(/s$/, '').toLowerCase()}`,
      default: {},
      ...when(
        shown(
          held.map(({ kind }) => ({ kind, needed: false })),
          false,
        ),
      ),
      options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
    };
  });
}

/** What all kinds have is always shown. */
const when = ({ show, hide }: IDisplayOptions): Pick<INodeProperties, 'displayOptions'> =>
  !isFilled({ ...show, ...hide })
    ? {}
    : {
        displayOptions: { ...(isFilled(show) && { show }), ...(isFilled(hide) && { hide }) },
      };

const isFilled = (rules: object = {}): boolean => Object.keys(rules).length > 0;

const kindsIn = (members: readonly { kind: KindName }[]): KindName[] => [...new Set(members.map(({ kind }) => kind))];
const shownWith = (option: INodeProperties, { show, hide }: IDisplayOptions): INodeProperties => ({
  ...option,
  ...when({ show: { ...show }, hide: { ...hide, ...option.displayOptions?.hide } }),
});

/** Sets of things that have the same mark, in the order of their first ones. */
function alike<T>(things: readonly T[], mark: (thing: T) => unknown): [T, ...T[]][] {
  const sets = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const key = JSON.stringify(mark(thing));
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [thing]);
    else set.push(thing);
  }
  return [...sets.values()];
}

/** @param owner whose it is: a kind, or a clip */
const property = (owner: KindName | 'clip', field: Field): INodeProperties => ({
  ...plainProperty(owner, field),
  ...(field.unless && { displayOptions: { hide: { ...field.unless } as Record<string, string[]> } }),
  ...(owner !== 'clip' && kindOf(owner).joins?.only?.includes(field.name) && { displayOptions: { show: whereJoined } }),
});

function plainProperty(owner: string, field: Field): INodeProperties {
  const { label: displayName, name, placeholder } = field;
  // In a form a file can be one of the item.
  const text = field.media
    ? field.description.replace('Address', 'Address, or name of a binary field,')
    : field.description;
  // n8n's descriptions carry no full stop when they are one sentence.
  const description = /\. /.test(text) ? text : text.replace(/\.$/, '');
  const hint = placeholder === undefined ? {} : { placeholder: `e.g. ${placeholder}` };
  switch (field.type) {
    case 'enum': {
      const options = labelledValues(field);
      const usual =
        ['medium', 'contain', 'track', 'center', 'crossfade'].find((value) => field.values.includes(value)) ??
        field.values[0];
      return { displayName, name, type: 'options', options, default: usual ?? '', description };
    }
    case 'integer':
    case 'number': {
      if (field.time)
        return {
          displayName,
          name,
          type: 'string',
          default: `${NUMBERS[name] ?? placeholder ?? ''}`,
          placeholder: TIME_HINT,
          description,
        };
      if (field.bytes) return { displayName, name, type: 'string', default: placeholder ?? '', ...hint, description };
      const typeOptions = {
        minValue: field.min,
        ...(field.max !== null && { maxValue: field.max }),
        numberPrecision: field.type === 'integer' ? 0 : 3,
      };
      const value = NUMBERS[name] ?? Number(placeholder);
      if (!Number.isFinite(value))
        throw new Error(`${owner}.${name}: the form needs a number to begin with: give it a placeholder`);
      return { displayName, name, type: 'number', typeOptions, default: value, ...hint, description };
    }
    case 'dimension':
    case 'track':
      return {
        displayName,
        name,
        type: 'string',
        default: '',
        placeholder: `e.g. ${placeholder ?? '1280'}`,
        description,
      };
    case 'color':
      return { displayName, name, type: 'color', default: '', ...hint, description };
    case 'text':
      return { displayName, name, type: 'string', default: '', ...hint, description };
    case 'boolean':
      return { displayName, name, type: 'boolean', default: field.turnsOff !== true, description };
    case 'list':
      return { displayName, name, type: 'json', default: '[]', description };
    case 'object':
      return { displayName, name, type: 'json', default: '{}', ...hint, description };
  }
}

/** The values of an option with their labels: in an order of their own, or in that of the alphabet, as n8n's rules want it for more than four. */
function labelledValues({ values, valueLabels, ordered }: Field & { type: 'enum' }): INodePropertyOptions[] {
  const labelled = values.map((value) => {
    const label = valueLabels[value];
    if (label === undefined) throw new Error(`The value ${value} has no label`);
    return { ...label, value };
  });
  return ordered ? labelled : labelled.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
