import type { INodePropertyOptions, INodeProperties } from 'n8n-workflow';
import { kindOf, kindsOf, makesFile, setOf } from '../../src/pipeline/kinds';
import { NO_PRESET, PRESET_NAMES, PRESETS, presetDescription } from '../../src/pipeline/kinds/presets';
import type { PresetName } from '../../src/pipeline/kinds/presets';
import { waitField, whenWaited } from '../background/fields';
import { clipFields } from '../clips/fields';
import { backendField, stagingFields } from '../hosted/fields';
import { authenticationField, inputFields, inputStorageField } from '../input/fields';
import { mediaField } from '../input/mediaField';
import { itemFields } from '../items/fields';
import { MAKE, OUTPUT } from '../names';
import { choices, JOB_PLACES } from '../places';
import { metadataFields } from '../options/fields';
import { fieldsOfVersion } from '../versions';
import { storageChoices } from '../storage/fields';
import { ALL_STORAGES, STORAGE_NAMES } from '../../src/pipeline/storage/storages';
import { destinationFields } from '../output/destinationFields';
import { outputFileField, outputNameField, outputSetField, shownFields } from '../output/fields';
import { optionCollections, requiredOptions } from './generated/options';
import { kindFields } from './kindFields';
import { runOptions } from './runOptions';
import { besideMore, inFewerGroups, moreOptions } from './shorterForm';
import { hiddenBut } from './shownFor';

/** What a preset makes, as a version of the node has it. */
const madeBy = (preset: PresetName, version: number): string =>
  presetDescription(preset, version < 2 ? 'before' : 'newest');

const presetField = (version: number): INodeProperties => ({
  displayName: 'Make',
  name: MAKE.preset,
  type: 'options',
  noDataExpression: true,
  options: presetChoices(version),
  default: 'web_video',
  description: 'What to make of the input. An option that is set wins over the preset.',
});

/** The presets by their names; what is none of them comes last. */
const presetChoices = (version: number): INodePropertyOptions[] => [
  ...PRESET_NAMES.map((value) => ({
    name: PRESETS[value].label,
    value,
    description: madeBy(value, version),
  })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
  { name: 'Custom', value: NO_PRESET, description: 'Choose the kind of result, and set whatever you like' },
];

/** n8n shows what a choice means only while it is made: this says it afterwards, too. */
const madeFields = (version: number): INodeProperties[] =>
  PRESET_NAMES.map((preset) => ({
    displayName: madeBy(preset, version),
    name: MAKE.told,
    type: 'notice',
    default: '',
    displayOptions: { show: { [MAKE.preset]: [preset] } },
  }));

/** Nothing comes back that lies in the user's own storage. */
const unlessStored = { [OUTPUT.place]: [...STORAGE_NAMES] };

/** When there is a file to be put somewhere. */
const files = kindsOf('createJob').filter(makesFile);
const ofFiles = hiddenBut({ kinds: files, byPreset: files }).hide;
const withFile = (field: INodeProperties): INodeProperties => ({
  ...field,
  displayOptions: { ...field.displayOptions, hide: { ...ofFiles, ...field.displayOptions?.hide } },
});

const sets = kindsOf('createJob').filter((kind) => setOf(kind) !== null);
const setField = outputSetField({
  show: whenWaited,
  hide: { ...hiddenBut({ kinds: sets, byPreset: sets }).hide, ...unlessStored },
});

/** Where a result is put, and what it is called there. */
const resultFields = (version: number): INodeProperties[] => [
  ...fieldsOfVersion(
    version,
    destinationFields({
      description: 'Where the result goes',
      places: [
        {
          name: 'Binary File',
          value: 'binary',
          description: 'A file in the item',
        },
        ...storageChoices(({ form }) => `${form.described.one}; the job names it as its output`),
      ],
      before: 'A file in the item; of a job in the background, one that Wait for Job collects',
      kept: {
        name: 'Keep for Wait for Job',
        description: 'Until a Wait for Job node collects it',
      },
      key: {
        placeholder: 'e.g. results/clip.mp4',
        description:
          'Key of the result; its extension sets the format where no option does. One that ends in a slash, or is empty, is a folder, in which the result gets the name of the input; an HLS stream always gets a folder.',
      },
    }),
  ).map(withFile),
  setField,
  withFile(outputFileField({ show: whenWaited, hide: unlessStored })),
  withFile(outputNameField({ show: whenWaited, hide: unlessStored })),
];

/** What can be made of several inputs. */
const joining = kindsOf('createJob').filter((kind) => kindOf(kind).joins !== undefined);

/** How the job is run, and what is said of it: what few people set. */
const runFields: INodeProperties[] = [
  backendField({ displayName: 'Run On', choices: choices(JOB_PLACES, 'create'), description: 'Where the job is run' }),
  ...stagingFields,
  waitField(
    'Whether the workflow waits here until the job has ended, and goes on with its result. If off, it goes on at once with the queued job, which outlives a restart of n8n: a Webhook Trigger is told of its end, or a Wait for Job node collects its result.',
  ),
  ...metadataFields,
  runOptions,
  ...shownFields,
  ...itemFields({
    atOnce: true,
    more: clipFields(hiddenBut({ kinds: joining, byPreset: joining }, { inCollection: true })),
  }),
];

const INPUT_WORDS = 'Where the file to convert comes from';
const required = Object.values(requiredOptions).flat();

/** Where the input comes from, from version 3 on. What is asked beside it is asked as it was. */
const inputLine: INodeProperties[] = [
  mediaField(INPUT_WORDS),
  ...[authenticationField, ...ALL_STORAGES.map(inputStorageField)].map(besideMore),
];

/** The form of a version of the node, from top to bottom: what is made, of what, where it goes, how it looks; then how that is done. */
export const propertiesOf = (version: number): INodeProperties[] =>
  version < 3
    ? [
        presetField(version),
        ...madeFields(version),
        ...kindFields(version),
        ...inputFields({ description: INPUT_WORDS }),
        ...required,
        ...resultFields(version),
        ...optionCollections,
        ...runFields,
      ]
    : [
        presetField(version),
        ...madeFields(version),
        ...kindFields(version),
        ...inputLine,
        ...required,
        ...resultFields(version).map(besideMore),
        ...inFewerGroups(optionCollections),
        ...moreOptions(runFields.map(besideMore)),
      ];
